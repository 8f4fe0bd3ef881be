import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startNlx, type NlxSimulator, type StartNlxOptions } from './start-nlx.ts';
import { post, text, type Frame } from './test-client.ts';

let simulator: NlxSimulator;

beforeAll(async () => {
  simulator = await startNlx({ latencyMs: 0 });
});

afterAll(() => simulator.close());

const ask = (words: string, more: object = { stream: true }): Promise<Response> =>
  post(simulator, text(words, { conversationId: 'mine', ...more }), { headers: { accept: '*/*' } });

/** The event types in a body, whatever stands between the events. */
const typesIn = (body: string): string[] =>
  [...body.matchAll(/"type":\s*"(interim|message|final_response)"/g)].map(([, type]) => type ?? '');

describe('a streamed turn', () => {
  it.each([
    ['long', 'text/event-stream; charset=utf-8', /^data: \{/],
    ['long as sse', 'text/event-stream; charset=utf-8', /^data: \{/],
    ['long as ndjson', 'application/x-ndjson; charset=utf-8', /^\{.*\}\n\{/],
    ['long as concatenated', 'application/octet-stream', /^\{.*\}\{/],
  ])('says "%s" under its content type', async (words, contentType, shape) => {
    const response = await ask(words);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(contentType);
    const body = await response.text();
    expect(body).toMatch(shape);
    expect(typesIn(body)).toEqual([
      'interim',
      ...Array.from({ length: 12 }, () => 'message'),
      'final_response',
    ]);
  });

  it('is one ordinary JSON answer on demand', async () => {
    const response = await ask('order as json');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ messages: [{ type: 'text' }] });
  });

  it('is not streamed when the client says no, or says nothing', async () => {
    for (const more of [{ stream: false }, {}]) {
      const response = await ask('order', more);
      expect(response.headers.get('content-type')).toBe('application/json');
    }
  });

  it('arrives byte by byte on demand, with every character whole', async () => {
    const sliced = await (await ask('unicode sliced as ndjson')).text();
    const whole = await (await ask('unicode as ndjson')).text();
    const textIn = (body: string): unknown =>
      (JSON.parse(body.split('\n')[0] ?? '') as { text: unknown }).text;
    expect(textIn(sliced)).toBe(textIn(whole));
    expect(textIn(sliced)).toContain('👩‍👩‍👧‍👦');
  });

  it('names the same message the same at the end', async () => {
    const body = await (await ask('order as ndjson')).text();
    const [message, last] = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { messageId?: string; data?: Frame });
    expect(message?.messageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(last?.data).toMatchObject({
      messages: [{ messageId: message?.messageId }],
      conversationId: 'mine',
    });
  });

  it('keeps the last message for the end on demand', async () => {
    const body = await (await ask('markdown as ndjson final rest')).text();
    expect(typesIn(body)).toEqual(['message', 'message', 'final_response']);
  });

  it('is cut after the first message on demand', async () => {
    const response = await ask('cut as ndjson');
    const reader = response.body?.getReader();
    let seen = '';
    await expect(async () => {
      for (;;) {
        const piece = await reader?.read();
        if (piece === undefined || piece.done) return;
        seen += new TextDecoder().decode(piece.value);
      }
    }).rejects.toThrow(TypeError);
    expect(typesIn(seen.split('\n')[0] ?? '')).toEqual(['message']);
  });

  it('ends without its last event on demand', async () => {
    const body = await (await ask('unfinished')).text();
    expect(typesIn(body)).toEqual(['message']);
  });

  it('fails with a status before the stream begins', async () => {
    expect((await ask('error')).status).toBe(500);
  });
});

describe('the stream settings', () => {
  const once = async (options: StartNlxOptions, body: object): Promise<Response> => {
    const other = await startNlx({ latencyMs: 0, ...options });
    try {
      const response = await post(other, body);
      return new Response(await response.text(), { headers: response.headers });
    } finally {
      await other.close();
    }
  };

  it('stream by default where the documented default is wanted', async () => {
    const response = await once({ streamByDefault: true }, text('order'));
    expect(response.headers.get('content-type')).toContain('text/event-stream');
  });

  it('choose the format', async () => {
    const response = await once({ streamAs: 'ndjson' }, text('order', { stream: true }));
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
  });

  it('slice by a fault of the host as well', async () => {
    const response = await once(
      { faults: { sliceBytes: 1 } },
      text('unicode as ndjson', { stream: true }),
    );
    expect(await response.text()).toContain('東京');
  });
});
