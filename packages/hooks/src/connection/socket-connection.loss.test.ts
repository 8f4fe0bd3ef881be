import { once } from 'node:events';

import { afterEach, describe, expect, it } from 'vitest';

import { createRuntime } from './default-runtime.ts';
import type { WebSocketLike } from './runtime.ts';
import { recordHandlers } from './testing/record-handlers.ts';
import { cleanUp, link, ON_EVENT, serve, verdictByCode } from './testing/socket-link.ts';
import { startSocketServer } from './testing/socket-server.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

afterEach(cleanUp);

describe('a socket connection that is lost', () => {
  it('waits and dials again, with a fresh target each time', async () => {
    const server = await serve();
    const { connection, clock, record, refreshes, until } = link(server.url);
    connection.connect();
    await until('ready');
    server.sockets[0]!.terminate();
    await until('reconnecting');
    expect(connection.status()).toMatchObject({ attempt: 2, retryAtMs: clock.now() + 2_100 });
    expect(record.closes()[0]).toMatchObject({
      facts: { code: 1006, origin: 'server', observed: 'ready', repeats: 1 },
      verdict: 'retry',
    });
    const next = server.next();
    await clock.advance(2_100);
    await next;
    await until('ready');
    expect(refreshes).toEqual([false, false]);
  });

  it('counts refused handshakes and knows no HTTP status', async () => {
    const server = await serve({ upgrade: () => 'refuse' });
    const { connection, clock, record } = link(server.url);
    connection.connect();
    for (let dial = 1; dial <= 3; dial += 1) {
      await record.until(() => record.closes().length === dial);
      await clock.advanceToNext();
    }
    expect(
      record
        .closes()
        .slice(0, 3)
        .map(({ facts }) => facts),
    ).toMatchObject(
      [1, 2, 3].map((failuresBeforeOpen) => ({
        code: 1006,
        observed: 'before-open',
        failuresBeforeOpen,
      })),
    );
  });

  it('gives up a handshake that hangs, and the next dial reaches the server', async () => {
    const server = await serve({
      upgrade: () => (server.requests.length === 1 ? 'hang' : 'accept'),
    });
    const { connection, clock, record, until, live } = link(server.url);
    connection.connect();
    await server.until(() => server.requests.length === 1);
    await clock.advance(10_000);
    await until('reconnecting');
    expect(record.closes()[0]?.facts).toMatchObject({
      code: 0,
      origin: 'local',
      observed: 'timeout',
      failuresBeforeOpen: 1,
    });
    expect(live()).toBe(0);
    await clock.advanceToNext();
    await until('ready');
    expect(live()).toBe(1);
  });

  it('connects when the server comes up', async () => {
    const first = await startSocketServer();
    await first.stop();
    const { connection, clock, record, until } = link(first.url);
    connection.connect();
    await record.until(() => record.closes().length === 1);
    const server = await serve({ port: first.port });
    await clock.advanceToNext();
    await until('ready');
    expect(server.open()).toBe(1);
  });

  it('backs off further while a server accepts and hangs up', async () => {
    const server = await serve({ onSocket: (socket) => socket.close(1011) });
    const { connection, clock, record } = link(server.url);
    connection.connect();
    const waits: number[] = [];
    for (let dial = 1; dial <= 5; dial += 1) {
      await record.until(() => record.closes().length === dial);
      const status = connection.status();
      waits.push(status.status === 'reconnecting' ? status.retryAtMs - clock.now() : -1);
      await clock.advanceToNext();
    }
    expect(waits).toEqual([2_100, 4_500, 8_500, 15_500, 15_500]);
    expect(record.closes().map(({ facts }) => facts.repeats)).toEqual([1, 2, 3, 4, 5]);
  });

  it('forgets its failures after a stable time', async () => {
    const server = await serve();
    const { connection, clock, record, until } = link(server.url);
    connection.connect();
    await until('ready');
    await clock.advance(10_000);
    server.sockets[0]!.terminate();
    await record.until(() => record.closes().length === 1);
    await clock.advanceToNext();
    await until('ready');
    await clock.advance(10_000);
    server.sockets[1]!.terminate();
    await record.until(() => record.closes().length === 2);
    expect(connection.status()).toMatchObject({ attempt: 2, retryAtMs: clock.now() + 2_100 });
  });

  it('becomes stable in its time, proven by a frame before or not', async () => {
    const server = await serve();
    const timing = {
      connectMs: 10_000,
      ready: { on: 'open' },
      stableMs: 10_000,
      stableOnFrame: true,
    } as const;
    const { connection, clock, record, log, until } = link(server.url, { timing });
    connection.connect();
    await until('ready');
    server.sockets[0]!.terminate();
    await until('reconnecting');
    await clock.advanceToNext();
    await until('ready');
    await clock.advance(5_000);
    server.sockets[1]!.send('proof');
    await record.until(() => record.frames().length === 1);
    await clock.advance(4_999);
    expect(log.join()).not.toContain('"to":"stable"');
    await clock.advance(1);
    expect(log.join()).toContain('"to":"stable"');
  });

  it.each([
    [true, 2_100],
    [false, 4_500],
  ])('begins anew after a frame where that proves a socket: %s', async (stableOnFrame, waitMs) => {
    const server = await serve();
    const timing = { ...ON_EVENT, ready: { on: 'open' }, stableOnFrame } as const;
    const { connection, clock, record, until } = link(server.url, { timing });
    connection.connect();
    await until('ready');
    server.sockets[0]!.terminate();
    await until('reconnecting');
    await clock.advanceToNext();
    await until('ready');
    server.sockets[1]!.send('proof');
    await record.until(() => record.frames().length === 1);
    // What the machine makes of a frame comes after its owner read it.
    await Promise.resolve();
    server.sockets[1]!.terminate();
    await until('reconnecting');
    expect(connection.status()).toMatchObject({ retryAtMs: clock.now() + waitMs });
  });

  it('rests after a peaceful end, and the next connect dials', async () => {
    const server = await serve();
    const { connection, until, record, environment } = link(server.url);
    connection.connect();
    await until('ready');
    server.sockets[0]!.close(1000);
    await until('idle');
    expect(record.closes()[0]?.facts).toMatchObject({ code: 1000, origin: 'server' });
    expect(environment.listeners()).toBe(0);
    connection.connect();
    await until('ready');
    expect(server.sockets.length).toBe(2);
  });

  it('asks once for fresh credentials, then fails', async () => {
    const server = await serve({ onSocket: (socket) => socket.close(4401) });
    const { connection, refreshes, until } = link(server.url, {
      classify: verdictByCode({ 4401: 'auth' }),
      refreshable: () => true,
    });
    connection.connect();
    await until('failed');
    expect(connection.status()).toMatchObject({ reason: { kind: 'auth', facts: { code: 4401 } } });
    expect(refreshes).toEqual([false, true]);
  });

  it('hears of a refused handshake what Node tells, and asks once for fresh credentials', async () => {
    const server = await serve({ upgrade: () => 'refuse' });
    const { connection, clock, record, refreshes, until } = link(server.url, {
      classify: ({ http }) => (http?.status === 401 ? 'auth' : 'retry'),
      refreshable: () => true,
    });
    connection.connect();
    await until('failed');
    expect(record.closes()[0]?.facts).toMatchObject({
      code: 1006,
      origin: 'server',
      observed: 'before-open',
      http: { status: 401, body: undefined },
    });
    expect(refreshes).toEqual([false, true]);
    await clock.advance(3_600_000);
    expect(server.requests.length).toBe(2);
  });

  it('dials a server that refuses a handshake no sooner than it asks, where Node tells', async () => {
    const server = await serve({ upgrade: () => 'busy' });
    const { connection, clock, record, until } = link(server.url, {
      classify: ({ http }) => ({ retryAfterMs: http?.retryAfterMs ?? 0 }),
    });
    connection.connect();
    await until('reconnecting');
    expect(record.closes()[0]?.facts.http).toMatchObject({ status: 503, retryAfterMs: 20_000 });
    await clock.advance(19_999);
    expect(server.requests).toHaveLength(1);
  });

  it('asks once for fresh credentials after three handshakes were refused, and goes on for ever', async () => {
    const server = await serve({ upgrade: () => 'hang-up' });
    const { connection, clock, record, refreshes } = link(server.url, { refreshable: () => true });
    connection.connect();
    for (let dial = 1; dial <= 30; dial += 1) {
      await record.until(() => record.closes().length === dial);
      expect(connection.status().status).toBe('reconnecting');
      await clock.advanceToNext();
    }
    expect(refreshes.flatMap((refresh, index) => (refresh ? [index] : []))).toEqual([3]);
  });

  it('never dials by itself once it failed', async () => {
    const server = await serve({ onSocket: (socket) => socket.close(4404) });
    const { connection, clock, environment, until } = link(server.url, {
      classify: verdictByCode({ 4404: 'stop' }),
    });
    connection.connect();
    await until('failed');
    environment.emit('online');
    environment.emit('restored');
    await clock.advance(3_600_000);
    expect(server.requests.length).toBe(1);
    expect(clock.pending()).toEqual([]);
    connection.connect();
    expect(connection.status().status).toBe('connecting');
  });

  it('ends an attempt for a reason that was read from a frame', async () => {
    const server = await serve({ onSocket: (socket) => socket.send('AUTH_ERROR') });
    const record = recordHandlers((call) => call.on === 'frame' && connection.fail('stop'));
    const { connection, until } = link(server.url, { timing: ON_EVENT }, record);
    connection.connect();
    await until('failed');
    expect(record.closes()).toMatchObject([
      {
        verdict: 'stop',
        facts: { code: 0, origin: 'local', observed: 'before-ready', received: 1 },
      },
    ]);
    await server.until(() => server.open() === 0);
  });

  it('replaces a suspected socket without waiting for its close event', async () => {
    const server = await serve();
    const { connection, clock, record, until, live } = link(server.url);
    connection.connect();
    await until('ready');
    await clock.advance(10_000);
    // The other side reads nothing any more: a close frame would never be answered.
    server.sockets[0]!.pause();
    connection.suspect();
    expect(connection.status().status).toBe('connecting');
    await record.until(() => record.statuses().filter((status) => status === 'ready').length === 2);
    expect(live()).toBe(1);
    expect(record.closes()).toMatchObject([{ facts: { observed: 'timeout', origin: 'local' } }]);
  });

  it('hears nothing more of a socket that was replaced', async () => {
    const server = await serve();
    const { connection, record, until } = link(server.url);
    connection.connect();
    await until('ready');
    const old = server.sockets[0]!;
    connection.redial();
    old.send('late');
    await server.next();
    server.sockets[1]!.send('fresh');
    await record.until(() => record.frames().length > 0);
    expect(record.frames()).toEqual([{ kind: 'text', text: 'fresh' }]);
    await until('ready');
  });

  it('tells nothing that a socket says in the breath in which it is given up', async () => {
    /** It answers inside of `send`, as no real one does but one that a page brings may. */
    class Echo implements WebSocketLike {
      readyState = 0;
      readonly bufferedAmount = 0;
      onopen: ((event: never) => void) | null = null;
      onmessage: ((event: never) => void) | null = null;
      onclose = null;
      onerror = null;
      constructor() {
        queueMicrotask(() => {
          this.readyState = 1;
          this.onopen?.({} as never);
        });
      }
      send(data: string): void {
        this.onmessage?.({ data } as never);
      }
      close(): void {}
    }
    const record = recordHandlers((call) => {
      if (call.on === 'frame') {
        connection.write('2', { body: 'second' });
        connection.redial();
      }
    });
    const runtime = createRuntime({ WebSocket: Echo, clock: createVirtualClock() });
    const { connection, until } = link('wss://a.test', { runtime }, record);
    connection.connect();
    await until('ready');
    connection.write('1', { body: 'first' });
    await record.until(() => record.statuses().filter((status) => status === 'ready').length === 2);
    expect(record.frames()).toEqual([{ kind: 'text', text: 'first' }]);
  });

  it('waits as long as it is told', async () => {
    const server = await serve({ onSocket: (socket) => socket.close(1013) });
    const { connection, clock, until } = link(server.url, {
      classify: verdictByCode({ 1013: { retryAfterMs: 60_000 } }),
    });
    connection.connect();
    await until('reconnecting');
    expect(connection.status()).toMatchObject({ retryAtMs: clock.now() + 67_500 });
  });

  it('treats a classifier that throws as one without opinion', async () => {
    const server = await serve({ onSocket: (socket) => socket.close(1011) });
    const { connection, record, until } = link(server.url, {
      classify() {
        throw new Error('broken');
      },
    });
    connection.connect();
    await until('reconnecting');
    expect(connection.status()).toMatchObject({ reason: { kind: 'network' } });
    expect(record.closes()[0]?.verdict).toBe('retry');
  });

  it('dials as its owner wants: by itself, in a time of the owner, or not', async () => {
    const server = await serve({ onSocket: (socket) => socket.close(1011) });
    const waits: unknown[] = [];
    for (const reconnect of [true, { firstMinMs: 0, baseMs: 100 }, false]) {
      const { connection, clock, record } = link(server.url, { reconnect });
      connection.connect();
      await record.until(() => record.closes().length === 1);
      const status = connection.status();
      waits.push(status.status === 'reconnecting' ? status.retryAtMs - clock.now() : status.status);
    }
    expect(waits).toEqual([2_100, 50, 'failed']);
  });

  it('replaces a socket that is closing already when it is to write', async () => {
    const server = await serve();
    const { connection, clock, record, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    await clock.advance(10_000);
    // The other side never answers this close: its event would take long.
    server.sockets[0]!.pause();
    constructed[0]!.close();
    expect(connection.write('1', { body: 'late' })).toBe(false);
    expect(connection.status().status).toBe('connecting');
    await until('ready');
    expect(record.closes()).toMatchObject([{ facts: { observed: 'timeout', written: 0 } }]);
    expect(connection.write('1', { body: 'late' })).toBe(true);
  });

  it.each([
    ['waits for the goodbye of a socket that it leaves', 1000],
    ['does not wait for the goodbye of a socket that it suspects', 1006],
  ] as const)('%s', async (_what, code) => {
    const server = await serve();
    const { connection, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    const closed = once(constructed[0]!, 'close');
    if (code === 1000) {
      connection.redial();
    } else {
      connection.suspect();
    }
    expect((await closed)[0]).toBe(code);
  });
});
