import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type RestServer, startRestServer } from '../testing/rest-server.ts';
import { createAuiTask, listAuiMessages, listAuiTasks } from './create-aui-task.ts';

let server: RestServer;
beforeEach(async () => {
  server = await startRestServer();
});
afterEach(() => server.close());

const ID = '68e78d0dc5a4b19a030d03d6';

describe('createAuiTask', () => {
  it('posts the user and the origin with the key in a header, and reads the welcome', async () => {
    server.answer({
      status: 200,
      body: JSON.stringify({
        id: ID,
        user_id: 'user-1',
        title: 'New',
        welcome_message: 'Hello!',
        followup_suggestions: ['Ovens', 7],
      }),
    });
    const result = await createAuiTask({
      restUrl: `${server.origin}/base`,
      apiKey: 'key-1',
      userId: 'user-1',
      taskOriginType: 'web-widget',
    });
    expect(result).toEqual({
      ok: true,
      task: {
        id: ID,
        userId: 'user-1',
        title: 'New',
        welcomeMessage: 'Hello!',
        suggestions: ['Ovens'],
      },
    });
    const [request] = server.seen;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/base/api/v1/external/tasks',
      headers: { 'x-network-api-key': 'key-1', 'content-type': 'application/json' },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      user_id: 'user-1',
      task_origin_type: 'web-widget',
    });
  });

  it('sends no key through a relay that has its own', async () => {
    server.answer({ status: 200, body: JSON.stringify({ id: ID }) });
    const result = await createAuiTask({ restUrl: server.origin, userId: 'u' });
    expect(result).toMatchObject({
      ok: true,
      task: { id: ID, welcomeMessage: undefined, suggestions: [] },
    });
    expect(server.seen[0]?.headers['x-network-api-key']).toBeUndefined();
    expect(server.seen[0]?.body).toBe('{"user_id":"u"}');
  });

  it('says what to check where the answer is no task', async () => {
    server.answer({ status: 200, body: '{}' });
    const result = await createAuiTask({ restUrl: server.origin, userId: 'u' });
    expect(result).toMatchObject({
      error: { fix: 'Check that restUrl is the address of the messaging API.' },
    });
  });

  it.each([
    [undefined, 'https://data-services.aui.io/api/ia-controller'],
    ['azure', 'https://azure.aui.io/api/ia-controller'],
  ] as const)(
    'goes to the vendor’s host of the region %s where no page is',
    async (region, host) => {
      let asked: unknown;
      const fetch = (url: unknown): Promise<Response> => {
        asked = url;
        return Promise.resolve(Response.json({ id: ID }));
      };
      expect(await createAuiTask({ userId: 'u', region, fetch })).toMatchObject({ ok: true });
      expect(asked).toBe(`${host}/api/v1/external/tasks`);
    },
  );

  it('goes nowhere by itself from a page', async () => {
    Object.defineProperty(globalThis, 'document', { value: {}, configurable: true });
    try {
      const result = await createAuiTask({ userId: 'u' });
      expect(result).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    } finally {
      Reflect.deleteProperty(globalThis, 'document');
    }
  });

  it.each([
    [401, '{"detail":"Not authenticated"}', 'unauthorized', 'Not authenticated'],
    [
      422,
      '{"detail":[{"loc":["body","user_id"],"msg":"missing"}]}',
      'rejected',
      'body.user_id: missing',
    ],
    [
      400,
      '{"status_code":400,"description":"d","message":"Moderated","extra_data":{}}',
      'rejected',
      'Moderated',
    ],
    [404, '', 'not-found', 'There is no such task.'],
    [409, '{}', 'rejected', 'This message was not accepted.'],
    [502, '<html>', 'server', 'The server failed.'],
    [200, '{}', 'protocol', 'The server answered something that is no task.'],
    [200, 'no json', 'protocol', 'The server answered something that is no task.'],
  ])('gives %d (%s) back as %s', async (status, body, code, message) => {
    server.answer({ status, body });
    const result = await createAuiTask({ restUrl: server.origin, apiKey: 'k', userId: 'u' });
    expect(result).toMatchObject({ ok: false, error: { code, message } });
  });

  it('gives a server that is down back as unreachable', async () => {
    await server.close();
    const result = await createAuiTask({ restUrl: server.origin, apiKey: 'k', userId: 'u' });
    expect(result).toMatchObject({ ok: false, error: { code: 'unreachable', retryable: true } });
    server = await startRestServer();
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
      expect(await createAuiTask({ userId: 'u', restUrl, fetch, ...access })).toMatchObject({
        ok: false,
        error: { code: 'unsupported', message: 'The address is not encrypted.' },
      });
      expect(asked).toBe(0);
    },
  );
});

describe('listAuiTasks', () => {
  it('asks for a page, counted from 1, and knows whether there is another', async () => {
    const tasks = [{ id: ID, title: 'One' }, null, {}];
    server.answer({ status: 200, body: JSON.stringify({ tasks, total: 11, page: 1, size: 10 }) });
    const result = await listAuiTasks({ restUrl: server.origin, apiKey: 'k', userId: 'a b' });
    expect(result).toMatchObject({ ok: true, tasks: [{ id: ID, title: 'One' }], hasMore: true });
    expect(server.seen[0]?.url).toBe('/api/v1/external/tasks?user_id=a%20b&page=1&size=10');
    const last = await listAuiTasks({ restUrl: server.origin, userId: 'u', page: 2 });
    expect(last).toMatchObject({ ok: true, hasMore: false });
  });

  it.each([
    ['the last page is full', [{ id: ID }], 1, 1, false],
    ['a page is empty, whatever the total says', [], 99, 10, false],
    ['no total is told', [{ id: ID }], undefined, 1, false],
    ['the total is no number', [{ id: ID }], '99', 1, false],
    ['the total is more than was asked for', [{ id: ID }], 2, 1, true],
  ])('knows of more when %s: %j of %s', async (_name, tasks, total, size, hasMore) => {
    server.answer({ status: 200, body: JSON.stringify({ tasks, total }) });
    const result = await listAuiTasks({ restUrl: server.origin, userId: 'u', size });
    expect(result).toMatchObject({ ok: true, hasMore });
    expect(server.seen[0]?.headers['content-type']).toBeUndefined();
  });

  it.each(['[]', '{}', '{"tasks":{}}', 'null'])(
    'gives an answer that is no list back as an error: %s',
    async (body) => {
      server.answer({ status: 200, body });
      const result = await listAuiTasks({ restUrl: server.origin, userId: 'u' });
      expect(result).toMatchObject({ ok: false, error: { code: 'protocol' } });
    },
  );

  it('gives a refusal back with its words', async () => {
    server.answer({ status: 401, body: '{"detail":"Not authenticated"}' });
    const result = await listAuiTasks({ restUrl: server.origin, userId: 'u' });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'unauthorized', message: 'Not authenticated' },
    });
  });
});

describe('listAuiMessages', () => {
  it('reads the bare array', async () => {
    const message = {
      id: 'm',
      text: 'a',
      sender: { type: 'agent' },
      created_at: '2024-03-02 09:00:00',
    };
    server.answer({ status: 200, body: JSON.stringify([message]) });
    const result = await listAuiMessages({ restUrl: server.origin, apiKey: 'k', taskId: 't/1' });
    expect(result).toMatchObject({
      ok: true,
      messages: [{ serverId: 'm', role: 'assistant', createdAt: Date.UTC(2024, 2, 2, 9) }],
    });
    expect(server.seen[0]?.url).toBe('/api/v1/external/tasks/t%2F1/messages');
  });

  it('gives a refusal and an answer that is no array back as errors', async () => {
    server.answer({ status: 404, body: '{"detail":"No such task"}' });
    const options = { restUrl: server.origin, taskId: 't' };
    expect(await listAuiMessages(options)).toMatchObject({ error: { code: 'not-found' } });
    server.answer({ status: 200, body: '{}' });
    expect(await listAuiMessages(options)).toMatchObject({ error: { code: 'protocol' } });
  });
});
