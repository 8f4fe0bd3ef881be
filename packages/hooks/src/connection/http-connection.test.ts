import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

import { afterEach, describe, expect, it } from 'vitest';

import type { CloseFacts, CloseVerdict } from './connection.ts';
import { createRuntime } from './default-runtime.ts';
import { createHttpConnection, type HttpConnectionOptions } from './http-connection.ts';
import { createPacer } from './pacer.ts';
import { type HttpServer, startHttpServer } from './testing/http-server.ts';
import { type HandlerRecord, recordHandlers } from './testing/record-handlers.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) {
    await clean();
  }
});

async function serve(answer: Parameters<typeof startHttpServer>[0]): Promise<HttpServer> {
  const server = await startHttpServer(answer);
  cleanups.push(server.stop);
  return server;
}

function link(
  url: string,
  changes: Partial<HttpConnectionOptions> = {},
  record: HandlerRecord = recordHandlers(),
) {
  const clock = createVirtualClock(Date.UTC(2025, 0, 1, 12));
  const refreshes: boolean[] = [];
  const connection = createHttpConnection({
    target({ refresh }) {
      refreshes.push(refresh);
      return { kind: 'http', url, headers: { 'x-key': refresh ? 'fresh' : 'stale' } };
    },
    classify: ({ http }): CloseVerdict => (http?.status === 401 ? 'auth' : 'retry'),
    runtime: createRuntime({ clock }),
    handlers: record.handlers,
    refreshable: () => true,
    ...changes,
  });
  cleanups.push(() => connection.dispose());
  connection.connect();
  const outcomes = (count: number): Promise<unknown> =>
    record.until(() => record.outcomes().length >= count);
  return { connection, record, refreshes, outcomes };
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

describe('an HTTP connection', () => {
  it('posts to the target, path before query, and gives the answer out in order', async () => {
    const server = await serve((response) => json(response, { hello: 1 }));
    const { connection, record, outcomes } = link(`${server.url}/c/x?tenant=1`);
    expect(connection.status()).toEqual({ status: 'ready' });
    const message = {
      body: '{"q":1}',
      path: 'context',
      headers: { 'content-type': 'application/json' },
    };
    expect(connection.write('w', message)).toBe(true);
    await outcomes(1);
    expect(server.received).toMatchObject([
      {
        path: '/c/x/context?tenant=1',
        body: '{"q":1}',
        headers: { 'x-key': 'stale', 'content-type': 'application/json' },
      },
    ]);
    expect(record.calls).toEqual([
      { on: 'status', status: { status: 'ready' } },
      { on: 'answer-start', id: 'w' },
      { on: 'frame', frame: { kind: 'value', value: { hello: 1 } } },
      { on: 'write-end', id: 'w', outcome: { status: 'answered' } },
    ]);
  });

  it('gives frames out as they come, long before the end', async () => {
    let stream: ServerResponse | undefined;
    const server = await serve((response) => {
      stream = response;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"a":1}\n\n');
    });
    const { connection, record, outcomes } = link(server.url);
    connection.write('w', { body: '{}' });
    await record.until(() => record.frames().length === 1);
    expect(record.outcomes()).toEqual([]);
    stream!.end('data: {"a":2}\n\n');
    await outcomes(1);
    expect(record.frames().length).toBe(2);
  });

  it('tells a body that broke off from one that ended', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"a":1}\n{"b"');
      setImmediate(() => response.destroy());
    });
    const { connection, record, outcomes } = link(server.url);
    connection.write('w', { body: '{}' });
    await outcomes(1);
    expect(record.frames()[0]).toEqual({ kind: 'value', value: { a: 1 } });
    expect(record.outcomes()[0]?.outcome).toMatchObject({ status: 'cut' });
  });

  it('does not take a body that ends inside a value for whole', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":');
    });
    const { connection, record, outcomes } = link(server.url);
    connection.write('w', { body: '{}' });
    await outcomes(1);
    expect(record.outcomes()[0]?.outcome).toMatchObject({ status: 'cut' });
  });

  it('takes an empty answer for an answer', async () => {
    const server = await serve((response) => response.writeHead(204).end());
    const { connection, record, outcomes } = link(server.url);
    connection.write('w', { body: '{}' });
    await outcomes(1);
    expect(record.outcomes()[0]?.outcome).toEqual({ status: 'answered' });
  });

  it('does not know what became of a request without a response', async () => {
    const server = await serve((response) => response.destroy());
    const { connection, record, outcomes } = link(server.url);
    connection.write('1', { body: '{}' });
    await outcomes(1);
    connection.write('2', { body: '{}' });
    await outcomes(2);
    expect(record.outcomes().map(({ outcome }) => outcome)).toMatchObject([
      { status: 'unknown', facts: { code: 0, origin: 'local', failuresBeforeOpen: 1 } },
      { status: 'unknown', facts: { failuresBeforeOpen: 2 } },
    ]);
    expect(connection.status()).toEqual({ status: 'ready' });
    expect(server.received.length).toBe(2);
  });

  it('does not follow a redirect with the key', async () => {
    const other = await serve((response) => json(response, {}));
    const server = await serve((response) =>
      response.writeHead(307, { location: other.url }).end(),
    );
    const { connection, record, outcomes } = link(server.url);
    connection.write('w', { body: '{}' });
    await outcomes(1);
    expect(record.outcomes()[0]?.outcome).toMatchObject({ status: 'unknown' });
    expect(other.received).toEqual([]);
  });
});

describe('a refused exchange', () => {
  it.each([
    ['7', 7_000],
    ['Wed, 01 Jan 2025 12:01:00 GMT', 60_000],
  ])('says when to come back: %s', async (header, retryAfterMs) => {
    const server = await serve((response) => {
      response.writeHead(429, { 'retry-after': header }).end('slow down');
    });
    const { connection, record, outcomes } = link(server.url);
    connection.write('w', { body: '{}' });
    await outcomes(1);
    expect(record.outcomes()[0]?.outcome).toMatchObject({
      status: 'refused',
      verdict: 'retry',
      facts: { http: { status: 429, retryAfterMs, body: 'slow down' } },
    });
    expect(record.calls.some(({ on }) => on === 'answer-start')).toBe(false);
    expect(connection.status().status).toBe('ready');
  });

  it.each([
    [429, '40', 45_000],
    [503, '40', 45_000],
    [503, 'Wed, 01 Jan 2025 12:00:40 GMT', 45_000],
    // No timer holds more than 24.8 days: it would fire at once, and again.
    [503, '99999999999999', 97_200_000],
    [429, 'Tue, 01 Jan 9999 12:00:00 GMT', 97_200_000],
  ])(
    '%i waits at least as long as it is told by "%s", and a little more',
    async (code, when, ms) => {
      const server = await serve((response) => {
        response.writeHead(code, { 'retry-after': when }).end();
      });
      const classify = ({ http }: CloseFacts): CloseVerdict =>
        http?.retryAfterMs === undefined ? 'retry' : { retryAfterMs: http.retryAfterMs };
      const runtime = createRuntime({
        clock: createVirtualClock(Date.UTC(2025, 0, 1, 12)),
        random: () => 0.5,
      });
      const { connection, record, outcomes } = link(server.url, { classify, runtime });
      connection.write('w', { body: '{}' });
      await outcomes(1);
      expect(record.outcomes()[0]?.outcome).toMatchObject({ verdict: { retryAfterMs: ms } });
    },
  );

  it('repeats the same request once with fresh credentials after a 401', async () => {
    const server = await serve((response, { headers }) =>
      headers['x-key'] === 'fresh' ? json(response, { ok: 1 }) : json(response, {}, 401),
    );
    const { connection, record, refreshes, outcomes } = link(server.url);
    connection.write('w', { body: '{"q":1}' });
    await outcomes(1);
    expect(record.outcomes()[0]?.outcome).toEqual({ status: 'answered' });
    expect(refreshes).toEqual([false, true]);
    expect(server.received.map(({ body }) => body)).toEqual(['{"q":1}', '{"q":1}']);
  });

  it.each([
    [true, 2],
    [false, 1],
  ])(
    'fails the connection when credentials stay wrong (refreshable: %s)',
    async (canRefresh, asked) => {
      const server = await serve((response) => json(response, { message: 'no' }, 401));
      const { connection, record, outcomes } = link(server.url, { refreshable: () => canRefresh });
      connection.write('w', { body: '{}' });
      await outcomes(1);
      await record.until(() => record.statuses().at(-1) === 'failed');
      expect(server.received.length).toBe(asked);
      expect(record.outcomes()[0]?.outcome).toMatchObject({ status: 'refused', verdict: 'auth' });
      expect(connection.status()).toMatchObject({
        reason: { kind: 'auth', facts: { http: { status: 401, body: { message: 'no' } } } },
      });
      expect(connection.write('x', { body: '{}' })).toBe(false);
      connection.connect();
      expect(connection.status().status).toBe('ready');
    },
  );

  it('reads at most 64 KiB of what the server says about it', async () => {
    const server = await serve((response) => {
      response.writeHead(500);
      // Never ends: only a reader that stops by itself comes through.
      response.write('x'.repeat(200_000));
    });
    const { connection, record, outcomes } = link(server.url);
    connection.write('w', { body: '{}' });
    await outcomes(1);
    const outcome = record.outcomes()[0]?.outcome;
    const body = outcome?.status === 'refused' ? outcome.facts.http?.body : undefined;
    expect(String(body).length).toBe(65_536);
  });

  it('sends nothing when there is no target, and keeps what was thrown', async () => {
    const cause = new Error('token endpoint down');
    const { connection, record, outcomes } = link('', { target: () => Promise.reject(cause) });
    connection.write('w', { body: '{}' });
    await outcomes(1);
    expect(record.outcomes()[0]?.outcome).toMatchObject({
      status: 'refused',
      verdict: 'retry',
      facts: { written: 0 },
      cause,
    });
  });
});

describe('an exchange that is ended', () => {
  /** Starts two answers that never end, on a server that sends more when asked. */
  async function twoAnswers() {
    const streams: ServerResponse[] = [];
    const server = await serve((response) => {
      streams.push(response);
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"a":1}\n');
    });
    const setup = link(server.url);
    setup.connection.write('1', { body: '{}' });
    setup.connection.write('2', { body: '{}' });
    await setup.record.until(() => setup.record.frames().length === 2);
    return { ...setup, streams };
  }

  it('is aborted alone, down to the server, and nothing of it arrives any more', async () => {
    const { connection, record, outcomes, streams } = await twoAnswers();
    const closed = once(streams[0]!, 'close');
    connection.abort('1');
    await outcomes(1);
    await closed;
    expect(record.outcomes()).toEqual([
      { on: 'write-end', id: '1', outcome: { status: 'aborted' } },
    ]);
    streams[1]!.end('{"a":2}\n');
    await outcomes(2);
    expect(record.outcomes()[1]).toMatchObject({ id: '2', outcome: { status: 'answered' } });
  });

  it('is aborted by close, before the status says so', async () => {
    const { connection, record } = await twoAnswers();
    connection.close();
    expect(connection.status()).toEqual({ status: 'closed' });
    await record.until(() => record.statuses().at(-1) === 'closed');
    expect(record.calls.slice(-3)).toMatchObject([
      { on: 'write-end', outcome: { status: 'aborted' } },
      { on: 'write-end', outcome: { status: 'aborted' } },
      { on: 'status' },
    ]);
    connection.redial();
    expect(connection.status().status).toBe('closed');
  });

  it('tells nothing after dispose', async () => {
    const { connection, record, streams } = await twoAnswers();
    const closed = Promise.all(streams.map((stream) => once(stream, 'close')));
    const told = record.calls.length;
    connection.dispose();
    await closed;
    connection.connect();
    expect(connection.write('3', { body: '{}' })).toBe(false);
    expect(record.calls.length).toBe(told);
  });

  it('is unknown or cut when it is suspected', async () => {
    const { connection, record, outcomes } = await twoAnswers();
    connection.suspect();
    await outcomes(2);
    expect(record.outcomes()[0]?.outcome).toMatchObject({
      status: 'cut',
      facts: { observed: 'timeout', received: 1 },
    });
    let arrive = (): void => {};
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const silent = await serve(() => arrive());
    const other = link(silent.url);
    other.connection.write('1', { body: '{}' });
    await arrival;
    other.connection.suspect();
    await other.outcomes(1);
    expect(other.record.outcomes()[0]?.outcome).toMatchObject({ status: 'unknown' });
  });
});

describe('writing over HTTP', () => {
  it('keeps the pace and refuses an id that is under way', async () => {
    const server = await serve((response) => json(response, {}));
    const clock = createVirtualClock();
    const { connection } = link(server.url, {
      pacer: createPacer({ frames: 2, perMs: 1_000 }, clock),
    });
    expect(connection.write('1', { body: '{}' })).toBe(true);
    expect(connection.write('1', { body: '{}' })).toBe(false);
    expect(connection.write('2', { body: '{}' })).toBe(true);
    expect(connection.write('3', { body: '{}' })).toBe(false);
    expect(connection.waitMs()).toBe(1_001);
  });

  it('has no heartbeat that an error could be about', () => {
    expect(link('http://nowhere.test').connection.hush()).toBe(false);
  });

  it('never runs a handler inside a call', async () => {
    const server = await serve((response) => json(response, {}));
    let isInside = false;
    const nested: string[] = [];
    const record = recordHandlers((call) => isInside && nested.push(call.on));
    const { connection } = link(server.url, {}, record);
    isInside = true;
    connection.write('1', { body: '{}' });
    connection.abort('1');
    connection.fail('stop');
    connection.connect();
    connection.close();
    isInside = false;
    await record.until(() => record.statuses().at(-1) === 'closed');
    expect(nested).toEqual([]);
    expect(record.statuses()).toEqual(['ready', 'failed', 'ready', 'closed']);
  });
});
