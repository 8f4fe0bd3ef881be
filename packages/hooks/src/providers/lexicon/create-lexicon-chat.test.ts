import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type RestServer, startRestServer } from '../testing/rest-server.ts';
import { createLexiconChat, deleteLexiconChat, listLexiconChats } from './create-lexicon-chat.ts';

let server: RestServer;
beforeEach(async () => {
  server = await startRestServer();
});
afterEach(() => server.close());

const CHAT = {
  id: 'a1b2',
  user_id: 'user-1',
  tenant_id: 't',
  title: 'Help',
  config: { metadata: { plan: 'pro' } },
  created_at: '2024-03-02T09:00:00Z',
  updated_at: '2024-03-02T09:00:00Z',
  last_message_at: null,
};
const READ = {
  id: 'a1b2',
  userId: 'user-1',
  title: 'Help',
  createdAt: Date.UTC(2024, 2, 2, 9),
  lastMessageAt: undefined,
  messageCount: undefined,
  metadata: { plan: 'pro' },
};

describe('createLexiconChat', () => {
  it('posts the user, title and metadata with the key in a header', async () => {
    server.answer({ status: 201, body: JSON.stringify(CHAT) });
    const result = await createLexiconChat({
      restUrl: server.origin,
      apiKey: 'key-1',
      headers: { 'X-Relay': 'r' },
      userId: 'user-1',
      title: 'Help',
      metadata: { plan: 'pro', none: undefined },
    });
    expect(result).toEqual({ ok: true, chat: READ });
    const [request] = server.seen;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/api/v1/chats/',
      headers: { 'x-api-key': 'key-1', 'x-relay': 'r', 'content-type': 'application/json' },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      user_id: 'user-1',
      title: 'Help',
      metadata: { plan: 'pro' },
    });
  });

  it('sends no key through a relay that has its own', async () => {
    server.answer({ status: 201, body: JSON.stringify(CHAT) });
    await createLexiconChat({ restUrl: `${server.origin}/relay?t=1`, userId: 'user-1' });
    expect(server.seen[0]?.url).toBe('/relay/api/v1/chats/?t=1');
    expect(server.seen[0]?.headers['x-api-key']).toBeUndefined();
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ user_id: 'user-1' });
  });

  it.each([
    [400, '{"detail":"user_id is empty"}', 'rejected', 'user_id is empty'],
    [401, '{"detail":"Invalid API key"}', 'unauthorized', 'Invalid API key'],
    [404, '', 'not-found', 'There is no such chat.'],
    [409, '{}', 'rejected', 'The chat is in use.'],
    [500, '<h1>500</h1>', 'server', 'The server failed.'],
    [503, '', 'server', 'The server failed.'],
    [201, '{}', 'protocol', 'The server answered something that is no chat.'],
    [201, 'not json', 'protocol', 'The server answered something that is no chat.'],
  ])('gives %d (%s) back as %s', async (status, body, code, message) => {
    server.answer({ status, body });
    const result = await createLexiconChat({ restUrl: server.origin, apiKey: 'k', userId: 'u' });
    expect(result).toMatchObject({ ok: false, error: { code, message } });
  });

  it('gives a server that is down back as unreachable', async () => {
    await server.close();
    const result = await createLexiconChat({ restUrl: server.origin, apiKey: 'k', userId: 'u' });
    expect(result).toMatchObject({ ok: false, error: { code: 'unreachable', retryable: true } });
    server = await startRestServer();
  });

  it('gives metadata that is not JSON back before it asks anybody', async () => {
    const metadata = { when: new Date(0) };
    const result = await createLexiconChat({ restUrl: server.origin, userId: 'u', metadata });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'rejected', message: 'The metadata of this chat is not plain JSON.' },
    });
    expect(server.seen).toEqual([]);
  });

  it('sends a title only where there is one', async () => {
    server.answer({ status: 201, body: JSON.stringify(CHAT) });
    await createLexiconChat({ restUrl: server.origin, userId: 'user-1' });
    await createLexiconChat({ restUrl: server.origin, userId: 'user-1', title: '' });
    expect(server.seen.map(({ body }) => body)).toEqual([
      '{"user_id":"user-1"}',
      '{"user_id":"user-1","title":""}',
    ]);
  });

  it('says what to check where the answer is no chat', async () => {
    server.answer({ status: 200, body: '{}' });
    const result = await createLexiconChat({ restUrl: server.origin, userId: 'u' });
    expect(result).toMatchObject({
      error: { fix: 'Check that restUrl is the address of the chat API.' },
    });
  });

  it('goes to the vendor’s own address where no page is, and nowhere by itself from a page', async () => {
    let asked: unknown;
    const fetch = (url: unknown): Promise<Response> => {
      asked = url;
      return Promise.resolve(Response.json(CHAT));
    };
    expect(await createLexiconChat({ userId: 'u', fetch })).toMatchObject({ ok: true });
    expect(asked).toBe('http://localhost:8000/api/v1/chats/');
    Object.defineProperty(globalThis, 'document', { value: {}, configurable: true });
    try {
      const result = await createLexiconChat({ userId: 'u', fetch });
      expect(result).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    } finally {
      Reflect.deleteProperty(globalThis, 'document');
    }
  });

  it.each([{ apiKey: 'k' }, { headers: { Authorization: 'Bearer token' } }])(
    'takes no key over an address that is not encrypted: %j',
    async (access) => {
      let asked = 0;
      const fetch = (): Promise<Response> => {
        asked += 1;
        return Promise.resolve(Response.json({}));
      };
      const restUrl = 'http://chat.example';
      expect(await createLexiconChat({ userId: 'u', restUrl, fetch, ...access })).toMatchObject({
        ok: false,
        error: { code: 'unsupported', message: 'The address is not encrypted.' },
      });
      expect(asked).toBe(0);
    },
  );
});

describe('listLexiconChats', () => {
  it('lists the chats of a user, the newest first', async () => {
    const chats = [{ ...CHAT, message_count: 3 }, null, { id: '' }];
    server.answer({ status: 200, body: JSON.stringify({ chats, total: 9, has_more: true }) });
    const result = await listLexiconChats({ restUrl: server.origin, apiKey: 'k', userId: 'a b' });
    expect(result).toEqual({ ok: true, chats: [{ ...READ, messageCount: 3 }], hasMore: true });
    expect(server.seen[0]?.url).toBe('/api/v1/chats/user/a%20b?offset=0&limit=50&order=desc');
  });

  it('stops at an empty page', async () => {
    server.answer({ status: 200, body: '{"chats":[],"total":9,"has_more":true}' });
    const result = await listLexiconChats({ restUrl: server.origin, userId: 'u', offset: 50 });
    expect(result).toEqual({ ok: true, chats: [], hasMore: false });
  });

  it('reads the time of the last message, and no count that is no number', async () => {
    const chats = [{ ...CHAT, last_message_at: '2024-03-02T10:00:00Z', message_count: '3' }];
    server.answer({ status: 200, body: JSON.stringify({ chats, has_more: false }) });
    const result = await listLexiconChats({ restUrl: server.origin, userId: 'u' });
    expect(result).toEqual({
      ok: true,
      chats: [{ ...READ, lastMessageAt: Date.UTC(2024, 2, 2, 10) }],
      hasMore: false,
    });
    expect(server.seen[0]?.headers['content-type']).toBeUndefined();
  });

  it.each(['[]', '{}', '{"chats":{}}', 'null'])(
    'gives an answer that is no list back as an error: %s',
    async (body) => {
      server.answer({ status: 200, body });
      const result = await listLexiconChats({ restUrl: server.origin, userId: 'u' });
      expect(result).toMatchObject({ ok: false, error: { code: 'protocol' } });
    },
  );

  it('gives a refusal back with its words', async () => {
    server.answer({ status: 401, body: '{"detail":"Invalid API key"}' });
    const result = await listLexiconChats({ restUrl: server.origin, userId: 'u' });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'unauthorized', message: 'Invalid API key' },
    });
  });
});

describe('deleteLexiconChat', () => {
  it('deletes', async () => {
    server.answer({ status: 200, body: '{"success":true}' });
    const result = await deleteLexiconChat({ restUrl: server.origin, apiKey: 'k', chatId: 'c/1' });
    expect(result).toEqual({ ok: true });
    expect(server.seen[0]).toMatchObject({ method: 'DELETE', url: '/api/v1/chats/c%2F1' });
  });

  it('says to close the connections first when the chat is in use', async () => {
    server.answer({ status: 409, body: '{"detail":"Chat has active connections"}' });
    const result = await deleteLexiconChat({ restUrl: server.origin, chatId: 'c' });
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'rejected',
        message: 'Chat has active connections',
        fix: expect.stringContaining('Close the connections'),
        retryable: true,
      },
    });
  });
});
