import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { Simulator } from '../core/platform.ts';
import { openClient, type TestClient } from '../core/test-client.ts';
import { CHAT_WITH_HISTORY } from './lexicon-options.ts';
import { startLexicon } from './start-lexicon.ts';

/** `ws` sockets have the members of the browser's that the test client uses. */
const Socket = WebSocket as unknown as new (url: string) => globalThis.WebSocket;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startLexicon({ tokenDelayMs: 0 });
});

afterAll(() => simulator.close());

/** What the tests read of an answer; the assertions check that it is there. */
interface Body {
  readonly id: string;
  readonly messages: readonly unknown[];
  readonly has_more: boolean;
  readonly total: number;
}

interface Answer {
  readonly status: number;
  readonly body: Body;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  key: string | null = 'your-key',
): Promise<Answer> {
  const answer = await fetch(`${simulator.restUrl}/api/v1/chats${path}`, {
    method,
    headers: key === null ? {} : { 'X-API-Key': key },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

const connect = (chatId: string): TestClient =>
  openClient(Socket, `${simulator.url}?api_key=your-key&user_id=rest-user&chat_id=${chatId}`);

describe('the chats of Lexicon over REST', () => {
  it('are made, found, listed and deleted', async () => {
    const made = await call('POST', '/', { user_id: 'ann', title: 'Order', metadata: { a: 1 } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        user_id: 'ann',
        title: 'Order',
        config: { metadata: { a: 1 } },
        last_message_at: null,
        tenant_id: 'tenant-simulated',
      },
    });
    const { id } = made.body;
    expect(await call('GET', `/${id}`)).toMatchObject({
      status: 200,
      body: { id, message_count: 0, status: 'active' },
    });
    expect(await call('GET', '/user/ann')).toMatchObject({
      status: 200,
      body: { chats: [{ id, message_count: 0 }], total: 1, offset: 0, limit: 50, has_more: false },
    });
    expect(await call('DELETE', `/${id}`)).toMatchObject({
      status: 200,
      body: { success: true, deleted_at: expect.any(String) },
    });
    expect((await call('GET', `/${id}`)).status).toBe(404);
    expect((await call('DELETE', `/${id}`)).status).toBe(404);
  });

  it('belong to their tenant', async () => {
    const { body } = await call('POST', '/', { user_id: 'ben' }, 'other-key');
    expect((await call('GET', `/${body.id}`)).status).toBe(404);
    expect((await call('GET', '/user/ben')).body.total).toBe(0);
    expect((await connect(body.id).closed).reason).toBe('CHAT_NOT_FOUND');
  });

  it('cannot be deleted while a socket is connected', async () => {
    const { body } = await call('POST', '/', { user_id: 'cleo' });
    const client = connect(body.id);
    await client.until(({ event_type }) => event_type === 'connection_established');
    expect((await call('DELETE', `/${body.id}`)).status).toBe(409);
    client.socket.close(1000);
    await expect.poll(async () => (await call('DELETE', `/${body.id}`)).status).toBe(200);
  });

  it('remember what was said over the socket, under the same ids', async () => {
    const { body: chat } = await call('POST', '/', { user_id: 'dora' });
    const client = connect(chat.id);
    await client.until(({ event_type }) => event_type === 'connection_established');
    client.say({ content: 'image', metadata: { from: 'test' } });
    const ended = await client.until(({ event_type }) => event_type === 'message_stream_ended');
    const received = await client.until(({ event_type }) => event_type === 'message_received');
    const { body } = await call('GET', `/${chat.id}/messages`);
    expect(body.messages).toEqual([
      expect.objectContaining({
        id: received['message_id'],
        sender_role: 'user',
        content: 'image',
        metadata: { from: 'test' },
        media_type: null,
      }),
      expect.objectContaining({
        id: ended['message_id'],
        sender_role: 'assistant',
        media_type: 'image',
        media_url: ended['media_url'],
      }),
    ]);
    const file = await fetch(String(ended['media_url']));
    expect(file.headers.get('content-type')).toBe('image/svg+xml');
    expect((await call('GET', `/${chat.id}`)).body).toMatchObject({
      message_count: 2,
      last_message_at: expect.any(String),
    });
  });

  it('keep the end of an answer whose socket died', async () => {
    const { body: chat } = await call('POST', '/', { user_id: 'eve' });
    const client = connect(chat.id);
    await client.until(({ event_type }) => event_type === 'connection_established');
    client.say({ content: 'drop' });
    await client.closed;
    const { body } = await call('GET', `/${chat.id}/messages`);
    expect(body.messages).toHaveLength(2);
  });

  it('are read page by page in either order', async () => {
    const page = async (query: string): Promise<Body> =>
      (await call('GET', `/${CHAT_WITH_HISTORY}/messages?${query}`)).body;
    const first = await page('limit=100&order=desc');
    const second = await page('limit=100&offset=100&order=desc');
    expect([
      first.messages.length,
      first.has_more,
      second.messages.length,
      second.has_more,
      first.total,
    ]).toEqual([100, true, 20, false, 120]);
    const oldestFirst = [
      ...(await page('limit=100')).messages,
      ...(await page('limit=100&offset=100&order=asc')).messages,
    ];
    expect([...first.messages, ...second.messages].toReversed()).toEqual(oldestFirst);
    expect((await page('offset=500')).messages).toEqual([]);
  });

  it.each([
    ['GET', `/${CHAT_WITH_HISTORY}/messages?limit=101`, undefined, 400],
    ['GET', `/${CHAT_WITH_HISTORY}/messages?limit=0`, undefined, 400],
    ['GET', `/${CHAT_WITH_HISTORY}/messages?limit=ten`, undefined, 400],
    ['GET', `/${CHAT_WITH_HISTORY}/messages?offset=-1`, undefined, 400],
    ['GET', `/${CHAT_WITH_HISTORY}/messages?order=up`, undefined, 400],
    ['GET', '/none', undefined, 404],
    ['GET', '/none/messages', undefined, 404],
    ['GET', `/${CHAT_WITH_HISTORY}/other`, undefined, 404],
    ['PUT', `/${CHAT_WITH_HISTORY}`, undefined, 405],
    ['GET', '/', undefined, 405],
    ['POST', '/user/x', {}, 405],
    ['POST', '/', '{', 400],
    ['POST', '/', {}, 400],
    ['POST', '/', { user_id: ' ' }, 400],
    ['POST', '/', { user_id: 'x', title: 1 }, 400],
    ['POST', '/', { user_id: 'x', metadata: [] }, 400],
  ])('answer %s %s %j with %i', async (method, path, body, status) => {
    const answer = await call(method, path, body);
    expect(answer).toEqual({ status, body: { detail: expect.any(String) } });
  });

  it.each([null, 'wrong', ''])('stay closed to the key %j', async (key) => {
    expect((await call('GET', '/user/ann', undefined, key)).status).toBe(401);
  });

  it('redirect from the address without its slash', async () => {
    const answer = await fetch(`${simulator.restUrl}/api/v1/chats`, {
      redirect: 'manual',
      headers: { 'X-API-Key': 'your-key' },
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([307, '/api/v1/chats/']);
  });
});
