import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { NlxUploadUrl } from './response.ts';
import { startNlx, type NlxSimulator, type StartNlxOptions } from './start-nlx.ts';
import { structured, text, turn, type Frame } from './test-client.ts';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]);

let simulator: NlxSimulator;

async function restart(options: StartNlxOptions): Promise<void> {
  await simulator.close();
  simulator = await startNlx({ latencyMs: 0, ...options });
}

beforeEach(async () => {
  simulator = await startNlx({ latencyMs: 0 });
});

afterEach(() => simulator.close());

const put = (
  url: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<Response> => fetch(url, { method: 'PUT', headers, body });

describe('uploads', () => {
  const ask = async (words: string): Promise<{ answer: Frame; urls: NlxUploadUrl[] }> => {
    const answer = await turn(simulator, text(words));
    return { answer, urls: (answer.metadata?.uploadUrls ?? []) as NlxUploadUrl[] };
  };

  it('stores a file and knows it by its id', async () => {
    const { answer, urls } = await ask('upload');
    expect(urls).toHaveLength(2);
    const [slot] = urls as [NlxUploadUrl];
    const stored = await put(slot.url, PNG, { 'content-type': 'image/png' });
    expect(stored.status).toBe(200);
    expect(simulator.uploads).toMatchObject([
      { uploadId: slot.uploadId, contentType: 'image/png', size: PNG.length },
    ]);
    const said = structured(
      { uploadIds: [slot.uploadId], utterance: 'the bag' },
      { conversationId: answer.conversationId },
    );
    const thanks = await turn(simulator, said);
    expect(thanks.messages?.map((message) => message.text)).toEqual([
      'Thank you, I received 1 file(s): image/png, 6 B.',
      '“the bag”',
    ]);
  });

  it('does not know a file that was not stored, or belongs to another conversation', async () => {
    const { answer, urls } = await ask('upload');
    const [slot] = urls as [NlxUploadUrl];
    const mention = (conversationId: string | undefined): Promise<Frame> =>
      turn(simulator, structured({ uploadIds: [slot.uploadId] }, { conversationId }));
    expect((await mention(answer.conversationId)).metadata?.incomprehension).toBe(true);
    await put(slot.url, PNG, { 'content-type': 'image/png' });
    expect((await mention('another')).metadata?.incomprehension).toBe(true);
    expect((await mention(answer.conversationId)).metadata?.incomprehension).toBeUndefined();
  });

  it('gives plain addresses on demand', async () => {
    const { answer } = await ask('upload strings');
    const [url] = answer.metadata?.uploadUrls ?? [];
    if (typeof url !== 'string') throw new TypeError('a plain address was asked for');
    expect((await put(url, PNG, { 'content-type': 'image/png' })).status).toBe(200);
  });

  it.each([
    ['a file that is not what its type says', PNG, { 'content-type': 'image/jpeg' }, 400],
    ['a file without a type', PNG, {}, 400],
    ['an empty file', new Uint8Array(), { 'content-type': 'image/png' }, 400],
    ['an API key', PNG, { 'content-type': 'image/png', 'nlx-api-key': 'key' }, 403],
  ])('refuses %s', async (_name, body, headers, status) => {
    const { urls } = await ask('upload');
    expect((await put(urls[0]?.url ?? '', body, headers as Record<string, string>)).status).toBe(
      status,
    );
    expect(simulator.uploads).toEqual([]);
  });

  it('refuses an address it has not made, and every method but PUT', async () => {
    const { urls } = await ask('upload');
    const type = { 'content-type': 'image/png' };
    expect((await put(`${simulator.restUrl}/uploads/made-up`, PNG, type)).status).toBe(403);
    expect((await fetch(urls[0]?.url ?? '')).status).toBe(405);
  });

  it('refuses what it is told to refuse, and what is too large', async () => {
    const type = { 'content-type': 'image/png' };
    const refused = await ask('upload refused');
    expect((await put(refused.urls[0]?.url ?? '', PNG, type)).status).toBe(403);
    await restart({ refuseUploadsWith: 507 });
    expect((await put((await ask('upload')).urls[0]?.url ?? '', PNG, type)).status).toBe(507);
    await restart({ maxUploadBytes: 5 });
    expect((await put((await ask('upload')).urls[0]?.url ?? '', PNG, type)).status).toBe(413);
  });
});

describe('feedback', () => {
  const leave = async (
    words: string,
    body: object,
    headers: Record<string, string> = {},
    turnOf: object = {},
  ): Promise<{ answer: Frame; status: number }> => {
    const answer = await turn(simulator, text(words, turnOf));
    const { conversationId } = answer;
    const response = await fetch(answer.metadata?.feedbackUrl ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ conversationId, userId: 'u', languageCode: 'en-US', ...body }),
    });
    return { answer, status: response.status };
  };

  it.each([{ rating: 1 }, { rating: -1 }, { rating: 0 }, { comment: 'thanks' }])(
    'records %j',
    async (opinion) => {
      const { answer, status } = await leave('feedback', opinion);
      expect(status).toBe(200);
      expect(answer.metadata?.feedbackConfig).toMatchObject({ commentsEnabled: true });
      expect(simulator.feedback).toEqual([
        {
          conversationId: answer.conversationId,
          userId: 'u',
          languageCode: 'en-US',
          ...opinion,
        },
      ]);
    },
  );

  it('has an address without a configuration on demand', async () => {
    const { answer, status } = await leave('feedback plain', { rating: 1 });
    expect(status).toBe(200);
    expect(answer.metadata).not.toHaveProperty('feedbackConfig');
  });

  it.each([
    ['neither rating nor comment', {}],
    ['both', { rating: 1, comment: 'thanks' }],
    ['a rating off the scale', { rating: 5 }],
    ['a blank comment', { comment: ' ' }],
    ['another conversation', { rating: 1, conversationId: 'another' }],
    ['a numeric user', { rating: 1, userId: 7 }],
    ['no language', { rating: 1, languageCode: undefined }],
    ['an unknown field', { rating: 1, mood: 'good' }],
  ])('refuses %s', async (_name, body) => {
    expect((await leave('feedback', body)).status).toBe(400);
    expect(simulator.feedback).toEqual([]);
  });

  it('wants to be JSON', async () => {
    const { status } = await leave('feedback', { rating: 1 }, { 'content-type': 'text/plain' });
    expect(status).toBe(400);
  });

  it('wants the user where the client has named one, and not whom only the server knows', async () => {
    const opinion = { rating: 1, userId: undefined };
    expect((await leave('feedback', opinion, {}, { userId: 'u' })).status).toBe(400);
    expect((await leave('feedback', opinion)).status).toBe(200);
    expect(simulator.feedback).toHaveLength(1);
  });

  it('refuses to be shown the API key', async () => {
    const { status } = await leave('feedback', { rating: 1 }, { 'nlx-api-key': 'key' });
    expect(status).toBe(400);
  });
});
