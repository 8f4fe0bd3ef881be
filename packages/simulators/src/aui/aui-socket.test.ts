import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { ServeOptions } from '../core/node-host.ts';
import type { Simulator } from '../core/platform.ts';
import { openClient, type Frame, type TestClient } from '../core/test-client.ts';
import { UPDATE_EVENT } from './aui-frames.ts';
import type { AuiOptions } from './aui-options.ts';
import { startAui } from './start-aui.ts';

/** `ws` sockets have the members of the browser's that the test client uses. */
const Socket = WebSocket as unknown as new (url: string) => globalThis.WebSocket;

const TASK = '68e78d0dc5a4b19a030d03d6';

let simulator: Simulator;

afterEach(() => simulator.close());

async function start(options: AuiOptions & ServeOptions = {}): Promise<void> {
  simulator = await startAui({ tokenDelayMs: 0, ...options });
}

const dial = (query = '?network_api_key=your-api-key'): TestClient =>
  openClient(Socket, simulator.url + query);

async function ready(): Promise<TestClient> {
  const client = dial();
  await client.opened;
  return client;
}

const say = (client: TestClient, text: string): void => client.say({ task_id: TASK, text });

const isFinal = (frame: Frame): boolean => 'sender' in frame;
const isUpdate = (frame: Frame): boolean => frame['event'] === UPDATE_EVENT;
const textOf = (frame: Frame): unknown => (frame['data'] as { text: unknown }).text;

describe('connecting to AUI', () => {
  it('says nothing until it is spoken to', async () => {
    await start();
    const client = await ready();
    say(client, 'hello');
    await client.until(isFinal);
    expect(client.frames[0]).toMatchObject({ event: UPDATE_EVENT });
  });

  it('takes the key from a header, and any path that ends like the documented one', async () => {
    await start();
    const { host } = new URL(simulator.url);
    const socket = new WebSocket(`ws://${host}/elsewhere/api/v1/external/session`, {
      headers: { 'x-network-api-key': 'your-api-key' },
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ task_id: TASK, text: 'hello' }));
    const first = await new Promise<Buffer>((resolve) => socket.once('message', resolve));
    expect(JSON.parse(first.toString())).toMatchObject({ event: UPDATE_EVENT });
    expect((await openClient(Socket, `ws://${host}/api/v1/external/other`).closed).code).toBe(1006);
  });

  it.each(['', '?network_api_key=', '?network_api_key=wrong'])(
    'closes with 1008 for the query "%s", after a 401 frame',
    async (query) => {
      await start();
      const client = dial(query);
      expect((await client.closed).code).toBe(1008);
      expect(client.frames).toEqual([
        {
          status_code: 401,
          description: 'Not authenticated',
          message: 'Invalid API key',
          extra_data: {},
        },
      ]);
    },
  );

  it('leaves the 401 frame out when told to', async () => {
    await start({ authFrame: false, faults: { authError: true } });
    const client = dial();
    expect((await client.closed).code).toBe(1008);
    expect(client.texts).toEqual([]);
  });
});

describe('talking to AUI', () => {
  it('sends the text so far, then the whole message with products', async () => {
    await start();
    const client = await ready();
    say(client, 'Which microwave fits a small kitchen?');
    const final = await client.until(isFinal);
    const texts = client.frames.filter(isUpdate).map(textOf) as string[];
    expect(texts.length).toBeGreaterThan(20);
    texts.forEach((text, index) => expect(text.startsWith(texts[index - 1] ?? '')).toBe(true));
    expect(final['text']).toBe(texts.at(-1));
    expect(final).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
      sender: { type: 'agent' },
      receiver: { type: 'user' },
      followup_suggestions: expect.arrayContaining([expect.any(String)]),
      options: expect.arrayContaining([
        {
          is_recommended: true,
          widget_parameters: expect.arrayContaining([
            { title: 'Product name', value: 'Nordhaus Linea 25', type: 'string' },
          ]),
        },
      ]),
      variants_options: expect.any(Array),
    });
  });

  it('shows the other shapes for words', async () => {
    await start();
    const client = await ready();
    say(client, 'cards channel wrapped zulu');
    const { data } = await client.until(({ event }) => event === 'thread-message-created');
    expect(data).toMatchObject({
      cards: expect.arrayContaining([expect.objectContaining({ name: 'Aalto Steam 32' })]),
      created_at: expect.stringMatching(/T.*Z$/),
    });
    const id = (data as { id: string }).id;
    expect(client.frames[0]).toEqual({
      channel: { event_name: UPDATE_EVENT },
      scope: { context: { message_id: id } },
      data: { text: 'I' },
    });
  });

  it('shows the other shapes when configured', async () => {
    await start({ shapes: { update: 'channel-camel', text: 'delta', dates: 't' } });
    const client = await ready();
    say(client, 'hello');
    const { created_at: at, text } = await client.until(isFinal);
    expect(at).toMatch(/T[\d:.]+$/);
    expect(client.frames[0]).toMatchObject({ channel: { eventName: UPDATE_EVENT } });
    expect(client.frames.slice(0, -1).map(textOf).join('')).toBe(text);
  });

  it('answers one message after another', async () => {
    await start({ tokenDelayMs: 1 });
    const client = await ready();
    say(client, 'revise');
    say(client, 'empty');
    await client.until(({ text }) => text === '');
    const finals = client.frames.flatMap((frame, index) => (isFinal(frame) ? [index] : []));
    expect(finals).toEqual([3, client.frames.length - 1]);
  });

  it('hands over to a person and back', async () => {
    await start();
    const client = await ready();
    for (const text of ['agent', 'thanks', 'bot', 'hello']) say(client, text);
    await client.until(({ text }) => String(text).startsWith('I help people'));
    const finals = client.frames.filter(isFinal);
    const senders = finals.map(({ sender }) => (sender as { type: string }).type);
    expect(senders).toEqual(['agent', '3p', '3p', '3p', '3p', 'agent']);
    expect(new Set(finals.map(({ id }) => id)).size).toBe(6);
    expect(finals[1]).toMatchObject({ sender: { email: 'mara@example.com' } });
  });

  it.each([
    ['moderation', 400, 1008, ''],
    ['unauthorized', 401, 1008, ''],
    ['crash', 500, 1011, ''],
    ['rate limit', 429, 4003, 'rate limited'],
    ['bare', undefined, 1008, ''],
    ['expired', undefined, 4001, 'authentication expired'],
    ['gone', undefined, 4002, 'task not found'],
    ['restart', undefined, 1012, 'service restart'],
  ])(
    'ends for the word "%s" with the status %s and the code %i',
    async (text, status, code, reason) => {
      await start();
      const client = await ready();
      say(client, text);
      say(client, 'hello');
      expect(await client.closed).toEqual({ code, reason });
      expect(client.frames.map(({ status_code }) => status_code)).toEqual(
        status === undefined ? [] : [status],
      );
    },
  );

  it('stays open after the word "failure"', async () => {
    await start();
    const client = await ready();
    say(client, 'failure');
    say(client, 'hello');
    await client.until(isFinal);
    expect(client.frames[0]).toMatchObject({ status_code: 500 });
  });

  it.each([
    'not json',
    '[]',
    '{"text":"x"}',
    '{"task_id":"t","text":""}',
    '{"task_id":"t","text":"x","context":[]}',
  ])('answers %s with a 422 frame and 1008', async (frame) => {
    await start();
    const client = await ready();
    client.socket.send(frame);
    expect((await client.closed).code).toBe(1008);
    expect(client.frames).toEqual([
      expect.objectContaining({
        status_code: 422,
        extra_data: { errors: [expect.objectContaining({ loc: expect.any(Array) })] },
      }),
    ]);
  });

  it('answers a binary frame with a 422 frame and 1008', async () => {
    await start();
    const client = await ready();
    client.socket.send(new Uint8Array([1]));
    expect((await client.closed).code).toBe(1008);
    expect(client.frames).toHaveLength(1);
  });

  it('closes with 4002 for a task it does not know', async () => {
    await start();
    const client = await ready();
    client.say({ task_id: 'f'.repeat(24), text: 'hi' });
    expect(await client.closed).toEqual({ code: 4002, reason: 'task not found' });
    expect(client.frames).toEqual([expect.objectContaining({ status_code: 404 })]);
  });

  it('closes with 4003 when messages come too fast', async () => {
    await start({ perSecond: 2 });
    const client = await ready();
    for (const text of ['silence', 'silence', 'silence']) say(client, text);
    expect((await client.closed).code).toBe(4003);
    expect(client.frames.at(-1)).toMatchObject({ status_code: 429 });
  });
});
