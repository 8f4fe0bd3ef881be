import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { factsOf } from '../testing/facts.ts';
import { lexicon } from './lexicon.ts';

const OPTIONS = { userId: 'u', chatId: 'chat 1', apiKey: 'k', restUrl: 'https://rest.test' };
const REQUEST = { loaded: 0, limit: 50 };
const history = lexicon(OPTIONS).calls?.history;
const row = (id: string, change: object = {}) => ({
  id,
  content: `text of ${id}`,
  sender_role: 'assistant',
  media_type: null,
  media_url: null,
  created_at: '2024-03-02T09:00:00',
  metadata: null,
  ...change,
});
const read = (body: unknown, status = 200) => history?.read({ status, body }, factsOf(), REQUEST);

describe('asking for a page', () => {
  it('asks for the newest first, from where the transcript ends, with the key in a header', () => {
    expect(history?.build({ loaded: 40, limit: 20 }, factsOf(), { apiKey: 'k' })).toEqual({
      method: 'GET',
      url: 'https://rest.test/api/v1/chats/chat%201/messages?offset=40&limit=20&order=desc',
      headers: { 'X-API-Key': 'k' },
    });
  });

  it.each([
    [500, 100],
    [0, 1],
    [-3, 1],
    [12.7, 12],
  ])('asks for %d as %d, which the platform does not refuse', (limit, asked) => {
    expect(history?.build({ loaded: 0, limit }, factsOf(), {})).toMatchObject({
      url: expect.stringContaining(`limit=${asked}&`),
    });
  });

  it('has nothing to ask for before a function has made the chat', () => {
    const made = lexicon({ ...OPTIONS, chatId: () => 'x' }).calls?.history;
    expect(made?.build({ loaded: 0, limit: 5 }, factsOf(), {})).toMatchObject({
      error: { code: 'not-found', message: 'There is no chat yet to read the history of.' },
    });
    expect(
      made?.build({ loaded: 0, limit: 5 }, factsOf({ session: { id: 'x' } }), {}),
    ).toMatchObject({ url: expect.stringContaining('/chats/x/messages') });
  });
});

describe('reading a page', () => {
  it('gives the oldest first, under the ids that the socket uses', () => {
    const page = read({
      messages: [
        row('msg-2', { media_type: 'image', media_url: 'https://f.test/a.png' }),
        row('msg-1', { sender_role: 'user', metadata: { category: 'billing' } }),
      ],
      total: 0,
      offset: 0,
      limit: 50,
      has_more: true,
    });
    expect(page).toEqual({
      hasMore: true,
      messages: [
        {
          role: 'user',
          serverId: 'msg-1',
          parts: [{ type: 'text', text: 'text of msg-1' }],
          createdAt: Date.UTC(2024, 2, 2, 9),
          metadata: { category: 'billing' },
        },
        {
          role: 'assistant',
          serverId: 'msg-2',
          parts: [
            { type: 'text', text: 'text of msg-2' },
            {
              type: 'attachment',
              name: 'a.png',
              mediaType: 'image/*',
              url: 'https://f.test/a.png',
            },
          ],
          createdAt: Date.UTC(2024, 2, 2, 9),
        },
      ],
    });
  });

  it('stops at a page that brought nothing, whatever total and has_more say', () => {
    expect(read({ messages: [], total: 99, has_more: true })).toEqual({
      messages: [],
      hasMore: false,
    });
    expect(read({ messages: [null, row('x', { sender_role: 'system' })], has_more: true })).toEqual(
      {
        messages: [],
        hasMore: false,
      },
    );
    expect(read({ messages: [row('a')], total: 99 })).toMatchObject({ hasMore: false });
    expect(read({ messages: [row('a')], total: 0, has_more: true })).toMatchObject({
      hasMore: true,
    });
  });

  it('leaves out what has nothing to show', () => {
    const messages = [row('a', { content: '' }), row('b')];
    expect(read({ messages, has_more: true })).toMatchObject({ messages: [{ serverId: 'b' }] });
  });

  it('believes no role but user and assistant', () => {
    const roles = ['agent', 'system', 'USER', null, 7, '__proto__'];
    const messages = roles.map((sender_role, index) => row(`m${index}`, { sender_role }));
    expect(read({ messages, has_more: false })).toEqual({ messages: [], hasMore: false });
  });

  it.each([
    [400, { detail: 'limit must be at most 100' }, 'rejected', 'limit must be at most 100'],
    [401, { detail: 'Invalid API key' }, 'unauthorized', 'Invalid API key'],
    [404, { error_code: 'CHAT_NOT_FOUND', error_message: 'No chat' }, 'not-found', 'No chat'],
    [404, { detail: { error_code: 'X', error_message: 'Nested' } }, 'not-found', 'Nested'],
    [409, undefined, 'rejected', 'The server did not accept the request.'],
    [429, 'slow down', 'rate-limited', 'Too many requests at once.'],
    [500, '<h1>oops</h1>', 'server', 'The server failed.'],
    [200, { nothing: 1 }, 'protocol', 'The server answered something that is no chat.'],
    [200, '<html>', 'protocol', 'The server answered something that is no chat.'],
  ])('%d with %j is %s', (status, body, code, message) => {
    expect(read(body, status)).toMatchObject({ error: { code, message } });
  });

  it('never throws, whatever the server answers', () => {
    const page = fc.record({ messages: fc.array(fc.jsonValue()), has_more: fc.jsonValue() });
    const rows = fc.record({
      messages: fc.array(
        fc.record({
          id: fc.jsonValue(),
          content: fc.jsonValue(),
          sender_role: fc.constantFrom('user', 'assistant', 'x'),
          media_url: fc.jsonValue(),
          metadata: fc.jsonValue(),
        }),
      ),
      has_more: fc.constant(true),
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), page, rows), fc.integer(), (body, status) => {
        for (const outcome of [read(body), read(body, status)]) {
          expect(outcome && ('messages' in outcome || 'error' in outcome)).toBe(true);
        }
      }),
    );
  });
});
