import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { Simulator } from '../core/platform.ts';
import { openClient } from '../core/test-client.ts';
import { startAui } from './start-aui.ts';

/** `ws` sockets have the members of the browser's that the test client uses. */
const Socket = WebSocket as unknown as new (url: string) => globalThis.WebSocket;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startAui({ tokenDelayMs: 0 });
});

afterAll(() => simulator.close());

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

async function call<Body = unknown>(
  method: string,
  path: string,
  body?: unknown,
  key = 'your-api-key',
): Promise<Answer<Body>> {
  const answer = await fetch(`${simulator.restUrl}/api/v1/external/${path}`, {
    method,
    headers: { 'x-network-api-key': key },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  // The assertions check the shape that a test names.
  return { status: answer.status, body: (await answer.json()) as Body };
}

const newTask = async (userId: string): Promise<string> =>
  (await call<{ id: string }>('POST', 'tasks', { user_id: userId })).body.id;

describe('the tasks of AUI over REST', () => {
  it('are made with a welcome and suggestions', async () => {
    const answer = await call('POST', 'tasks', { user_id: 'ann', task_origin_type: 'web-widget' });
    expect(answer).toEqual({
      status: 200,
      body: {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        user_id: 'ann',
        title: expect.any(String),
        welcome_message: expect.any(String),
        followup_suggestions: [expect.any(String), expect.any(String)],
      },
    });
  });

  it('are listed from page 1, newest first', async () => {
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.unshift(await newTask('ben'));
    const first = await call<{ tasks: { id: string }[] }>('GET', 'tasks?user_id=ben&size=2');
    const second = await call<{ tasks: { id: string }[] }>(
      'GET',
      'tasks?user_id=ben&size=2&page=2',
    );
    expect(first.body).toMatchObject({ total: 3, page: 1, size: 2 });
    expect([...first.body.tasks, ...second.body.tasks].map(({ id }) => id)).toEqual(ids);
  });

  it('answer a message, and remember both', async () => {
    const id = await newTask('cleo');
    const answer = await call('POST', 'message', { task_id: id, text: 'cards', context: {} });
    expect(answer).toMatchObject({
      status: 200,
      body: { sender: { type: 'agent' }, cards: expect.any(Array) },
    });
    const { body } = await call<unknown[]>('GET', `tasks/${id}/messages`);
    expect(body).toEqual([
      expect.objectContaining({ text: 'cards', sender: { id: 'cleo', type: 'user' } }),
      answer.body,
    ]);
  });

  it('remember what was said over the socket, the end of an answer that was cut off too', async () => {
    const id = await newTask('dora');
    const client = openClient(Socket, `${simulator.url}?network_api_key=your-api-key`);
    await client.opened;
    client.say({ task_id: id, text: 'hello' });
    const final = await client.until((frame) => 'sender' in frame);
    client.say({ task_id: id, text: 'drop' });
    expect((await client.closed).code).toBe(1006);
    await expect
      .poll(async () => (await call<unknown[]>('GET', `tasks/${id}/messages`)).body)
      .toHaveLength(4);
    const { body } = await call<unknown[]>('GET', `tasks/${id}/messages`);
    expect(body[1]).toEqual(final);
    expect(body[3]).toMatchObject({ text: expect.stringContaining('the line goes dead') });
  });

  it.each(['tasks?user_id=x', 'tasks/68e78d0dc5a4b19a030d03d6/messages'])(
    'stay closed to a wrong key: %s',
    async (path) => {
      expect(await call('GET', path, undefined, 'wrong')).toEqual({
        status: 401,
        body: { detail: expect.any(String) },
      });
    },
  );

  it.each([
    ['POST', 'tasks', '{'],
    ['POST', 'tasks', {}],
    ['POST', 'tasks', { user_id: 1 }],
    ['POST', 'tasks', { user_id: 'x', task_origin_type: 1 }],
    ['GET', 'tasks', undefined],
    ['GET', 'tasks?user_id=x&page=0', undefined],
    ['GET', 'tasks?user_id=x&size=101', undefined],
    ['GET', 'tasks?user_id=x&size=ten', undefined],
    ['POST', 'message', '{'],
    ['POST', 'message', { task_id: 'x' }],
    ['POST', 'message', { task_id: 'x', text: ' ' }],
  ])('answer %s %s %j with 422 and a list', async (method, path, body) => {
    expect(await call(method, path, body)).toMatchObject({
      status: 422,
      body: {
        detail: expect.arrayContaining([
          expect.objectContaining({
            loc: expect.any(Array),
            msg: expect.any(String),
            type: expect.any(String),
          }),
        ]),
      },
    });
  });

  it.each([
    ['moderation', 400],
    ['crash', 500],
    ['failure', 500],
    ['rate limit', 429],
    ['silence', 500],
  ])('answer the word "%s" with %i in the third shape', async (text, status) => {
    const id = await newTask('eve');
    expect(await call('POST', 'message', { task_id: id, text })).toEqual({
      status,
      body: {
        status_code: status,
        description: expect.any(String),
        message: expect.any(String),
        extra_data: {},
      },
    });
  });

  it('break off for the word "drop"', async () => {
    const id = await newTask('eve');
    await expect(call('POST', 'message', { task_id: id, text: 'drop' })).rejects.toThrow(
      'terminated',
    );
  });

  it.each([
    ['GET', 'tasks/none/messages', undefined],
    ['POST', 'message', { task_id: 'none', text: 'x' }],
    ['GET', 'elsewhere', undefined],
  ])('do not find %s %s', async (method, path, body) => {
    expect(await call(method, path, body)).toMatchObject({
      status: 404,
      body: { status_code: 404 },
    });
  });
});
