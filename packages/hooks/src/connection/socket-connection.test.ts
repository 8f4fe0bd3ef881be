import { once } from 'node:events';

import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { CloseFacts, CloseVerdict, ConnectionTiming } from './connection.ts';
import { createRuntime } from './default-runtime.ts';
import { createPacer } from './pacer.ts';
import type { LogLevel } from './runtime.ts';
import { createSocketConnection } from './socket-connection.ts';
import type { SocketConnectionOptions } from './socket-options.ts';
import { createManualEnvironment } from './testing/manual-environment.ts';
import { type HandlerRecord, recordHandlers } from './testing/record-handlers.ts';
import { type SocketServer, startSocketServer } from './testing/socket-server.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const ON_OPEN: ConnectionTiming = { connectMs: 10_000, ready: { on: 'open' }, stableMs: 10_000 };
const ON_EVENT: ConnectionTiming = {
  ...ON_OPEN,
  ready: { on: 'event', withinMs: 5_000, otherwise: 'close' },
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) {
    await clean();
  }
});

async function serve(options?: Parameters<typeof startSocketServer>[0]): Promise<SocketServer> {
  const server = await startSocketServer(options);
  cleanups.push(server.stop);
  return server;
}

/** A connection with a virtual clock, a real socket and a page that does what it is told. */
function link(
  url: string | (() => string),
  changes: Partial<SocketConnectionOptions> = {},
  record: HandlerRecord = recordHandlers(),
) {
  const clock = createVirtualClock();
  const environment = createManualEnvironment();
  const refreshes: boolean[] = [];
  const constructed: WebSocket[] = [];
  const log: string[] = [];
  class CountedSocket extends WebSocket {
    constructor(...input: ConstructorParameters<typeof WebSocket>) {
      super(...input);
      constructed.push(this);
    }
  }
  const runtime = createRuntime({
    WebSocket: CountedSocket,
    clock,
    environment,
    random: () => 0.5,
    logger: (level: LogLevel, event, details) =>
      log.push(`${level} ${event} ${JSON.stringify(details)}`),
  });
  const connection = createSocketConnection({
    target({ refresh }) {
      refreshes.push(refresh);
      return { kind: 'socket', url: typeof url === 'string' ? url : url() };
    },
    classify: () => 'retry',
    timing: ON_OPEN,
    runtime,
    handlers: record.handlers,
    reconnect: true,
    refreshable: () => false,
    ...changes,
  });
  cleanups.push(() => connection.dispose());
  const until = (status: string): Promise<boolean> =>
    record.until(() => connection.status().status === status);
  /** Sockets that are connecting or open on our side. */
  const live = (): number => constructed.filter(({ readyState }) => readyState < 2).length;
  return { connection, clock, environment, record, refreshes, constructed, live, log, until };
}

function verdictByCode(codes: Readonly<Record<number, CloseVerdict>>) {
  return (facts: CloseFacts): CloseVerdict => codes[facts.code] ?? 'retry';
}

describe('a socket connection', () => {
  it('connects, writes, reads and closes', async () => {
    const server = await serve();
    const { connection, record, until, environment, clock } = link(server.url);
    expect(connection.status()).toEqual({ status: 'idle' });
    expect(environment.listeners()).toBe(0);
    connection.connect();
    expect(connection.status()).toEqual({ status: 'connecting', attempt: 1 });
    await until('ready');
    expect(connection.write('1', { body: '{"hello":1}' })).toBe(true);
    await server.until(() => server.received.length === 1);
    expect(server.received).toEqual(['{"hello":1}']);
    server.sockets[0]!.send('hi');
    server.sockets[0]!.send(Buffer.from([1, 2, 3]));
    await record.until(() => record.frames().length === 2);
    expect(record.frames()).toEqual([
      { kind: 'text', text: 'hi' },
      { kind: 'binary', bytes: 3 },
    ]);
    connection.close();
    expect(connection.status()).toEqual({ status: 'closed' });
    expect(connection.write('2', { body: '' })).toBe(false);
    await server.until(() => server.open() === 0);
    expect(record.statuses()).toEqual(['connecting', 'ready', 'closed']);
    expect(record.closes()).toEqual([]);
    expect(environment.listeners()).toBe(0);
    expect(clock.pending()).toEqual([]);
  });

  it('says goodbye with 1000', async () => {
    const server = await serve();
    const { connection, until } = link(server.url);
    connection.connect();
    await until('ready');
    const code = new Promise((resolve) => server.sockets[0]!.on('close', resolve));
    connection.close();
    expect(await code).toBe(1000);
  });

  it('is ready when it is told, not when it is open', async () => {
    const server = await serve({ onSocket: (socket) => socket.send('welcome') });
    const record = recordHandlers((call) => call.on === 'frame' && connection.markReady());
    const { connection, until } = link(server.url, { timing: ON_EVENT }, record);
    connection.connect();
    await record.until(() => record.frames().length === 1);
    await until('ready');
    expect(record.calls.map(({ on }) => on)).toEqual(['status', 'frame', 'status']);
  });

  it('drops a socket that is open and never ready', async () => {
    const server = await serve();
    const { connection, clock, record, until, constructed } = link(server.url, {
      timing: ON_EVENT,
    });
    connection.connect();
    await clock.advance(0);
    await once(constructed[0]!, 'open');
    await clock.advance(4_999);
    expect(connection.status().status).toBe('connecting');
    await clock.advance(1);
    await until('reconnecting');
    expect(record.closes()[0]).toMatchObject({
      facts: { code: 0, origin: 'local', observed: 'timeout', failuresBeforeOpen: 0 },
    });
    await server.until(() => server.open() === 0);
  });

  it('hands headers and sub-protocols to an injected constructor', async () => {
    const server = await serve();
    const { connection, until } = link(server.url, {
      target: () => ({
        kind: 'socket',
        url: server.url,
        protocols: ['chat'],
        headers: { 'x-key': 'k' },
      }),
    });
    connection.connect();
    await until('ready');
    expect(server.requests[0]!.headers).toMatchObject({
      'x-key': 'k',
      'sec-websocket-protocol': 'chat',
    });
  });

  it('makes one socket of any number of calls in one breath', async () => {
    const server = await serve();
    const { connection, environment, until, constructed, refreshes } = link(server.url);
    connection.connect();
    connection.connect();
    connection.redial();
    environment.emit('online');
    environment.emit('visible');
    connection.redial();
    await until('ready');
    expect(constructed.length).toBe(1);
    expect(refreshes).toEqual([false]);
  });

  it('never runs a handler inside a call, and tells in order', async () => {
    const server = await serve();
    let isInside = false;
    const nested: string[] = [];
    const record = recordHandlers((call) => isInside && nested.push(call.on));
    const { connection, until } = link(server.url, {}, record);
    const inside = (call: () => void): void => {
      isInside = true;
      call();
      isInside = false;
    };
    inside(() => connection.connect());
    await until('ready');
    inside(() => connection.redial());
    inside(() => connection.suspect());
    inside(() => connection.close());
    await record.until(() => record.statuses().at(-1) === 'closed');
    expect(nested).toEqual([]);
    expect(record.calls.map((call) => call.on)).toEqual([
      'status',
      'status',
      'close',
      'status',
      'status',
    ]);
  });

  it('goes on when a handler throws, and logs no secret', async () => {
    const server = await serve({ onSocket: (socket) => socket.send('x') });
    const record = recordHandlers((call) => {
      if (call.on === 'status') {
        throw new Error('canary');
      }
    });
    const { connection, log } = link(server.url, {}, record);
    connection.connect();
    await record.until(() => record.frames().length === 1);
    expect(log.join()).toContain('handler-threw');
    expect(log.join()).not.toContain('canary');
  });
});

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
    const { connection, until } = link(server.url, {
      classify() {
        throw new Error('broken');
      },
    });
    connection.connect();
    await until('reconnecting');
    expect(connection.status()).toMatchObject({ reason: { kind: 'network' } });
  });
});

describe('a socket connection without a target', () => {
  it('asks again when the target is rejected', async () => {
    const server = await serve();
    const cause = new Error('token endpoint down');
    let asked = 0;
    const { connection, clock, until } = link(server.url, {
      target() {
        asked += 1;
        return asked === 1 ? Promise.reject(cause) : { kind: 'socket', url: server.url };
      },
    });
    connection.connect();
    await until('reconnecting');
    expect(connection.status()).toMatchObject({ reason: { kind: 'target', cause } });
    await clock.advanceToNext();
    await until('ready');
  });

  it('does not wait for ever for one, and ignores it when it comes late', async () => {
    let answer = (_target: { kind: 'socket'; url: string }): void => {};
    const { connection, clock, until, constructed } = link('', {
      target: () => new Promise((resolve) => (answer = resolve)),
    });
    connection.connect();
    await clock.advance(30_000);
    await until('reconnecting');
    answer({ kind: 'socket', url: 'ws://127.0.0.1:1' });
    await clock.advance(100);
    expect(constructed).toEqual([]);
  });

  it('keeps the key of an address that cannot be opened to itself', async () => {
    const { connection, until } = link('ftp://user:canary@host/path?key=canary');
    connection.connect();
    await until('reconnecting');
    const status = connection.status();
    const reason = status.status === 'reconnecting' ? status.reason : undefined;
    expect(reason?.kind).toBe('target');
    expect(String(reason?.cause)).toContain('ftp://host/path');
    expect(String(reason?.cause)).not.toContain('canary');
  });

  it('says so when there is no WebSocket', async () => {
    const { connection, until } = link('ws://127.0.0.1:1', {
      runtime: { ...createRuntime({ clock: createVirtualClock() }), WebSocket: undefined },
    });
    connection.connect();
    await until('reconnecting');
    expect(connection.status()).toMatchObject({ reason: { kind: 'target' } });
  });
});

describe('a socket connection whose page sleeps and wakes', () => {
  it.each(['online', 'visible', 'restored'] as const)('cuts a wait short on %s', async (event) => {
    const server = await serve();
    const { connection, environment, until } = link(server.url);
    connection.connect();
    await until('ready');
    server.sockets[0]!.terminate();
    await until('reconnecting');
    environment.emit(event);
    await until('ready');
    expect(server.sockets.length).toBe(2);
  });

  it('replaces a socket that was silent for long, and keeps one that was not', async () => {
    const server = await serve();
    const { connection, clock, environment, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    clock.jump(30_000);
    environment.emit('visible');
    expect(connection.status().status).toBe('ready');
    clock.jump(1);
    environment.emit('visible');
    expect(connection.status().status).toBe('connecting');
    await until('ready');
    expect(constructed.length).toBe(2);
  });

  it('replaces the socket of a page that comes out of the cache, however lately it spoke', async () => {
    const server = await serve();
    const { connection, environment, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    environment.emit('restored');
    expect(connection.status().status).toBe('connecting');
    await until('ready');
    expect(constructed.length).toBe(2);
  });

  it('keeps a silent socket when its owner objects', async () => {
    const server = await serve();
    const { connection, environment, until } = link(server.url, { mayRedialOnWake: () => false });
    connection.connect();
    await until('ready');
    environment.emit('restored');
    expect(connection.status().status).toBe('ready');
  });

  it('keeps a working socket while the browser says offline', async () => {
    const server = await serve();
    const { connection, environment, record, until } = link(server.url);
    connection.connect();
    await until('ready');
    environment.set({ online: false });
    environment.emit('offline');
    server.sockets[0]!.send('still here');
    await record.until(() => record.frames().length === 1);
    expect(connection.status().status).toBe('ready');
  });

  it.each([{ online: false }, { visible: false }])(
    'waits long, but dials, with %o',
    async (page) => {
      const server = await serve();
      const { connection, clock, environment, until } = link(server.url);
      connection.connect();
      await until('ready');
      environment.set(page);
      server.sockets[0]!.terminate();
      await until('reconnecting');
      expect(connection.status()).toMatchObject({ retryAtMs: clock.now() + 22_500 });
      await clock.advance(22_500);
      await until('ready');
    },
  );

  it('makes at most one socket however often the network comes and goes', async () => {
    const server = await serve();
    const { connection, environment, until, live } = link(server.url);
    connection.connect();
    for (let change = 0; change < 20; change += 1) {
      environment.emit('offline');
      environment.emit('online');
      expect(live()).toBeLessThanOrEqual(1);
      await Promise.resolve();
    }
    await until('ready');
    expect(live()).toBe(1);
    expect(server.sockets.length).toBe(1);
  });
});

describe('a socket connection that is undone', () => {
  it.each(['resolving', 'dialing', 'ready', 'waiting'] as const)(
    'leaves nothing behind when disposed while %s',
    async (when) => {
      const server = await serve({ upgrade: () => (when === 'dialing' ? 'hang' : 'accept') });
      const { connection, clock, environment, record, until, live, constructed } = link(
        server.url,
        {
          heartbeat: { intervalMs: 20_000 },
        },
      );
      connection.connect();
      if (when === 'dialing') {
        await server.until(() => server.requests.length === 1);
      }
      if (when === 'ready' || when === 'waiting') {
        await until('ready');
      }
      if (when === 'waiting') {
        server.sockets[0]!.terminate();
        await until('reconnecting');
      }
      const told = record.calls.length;
      connection.dispose();
      expect(live()).toBe(0);
      expect(clock.pending()).toEqual([]);
      expect(environment.listeners()).toBe(0);
      const count = constructed.length;
      connection.connect();
      connection.redial();
      await clock.advance(100_000);
      expect(constructed.length).toBe(count);
      expect(record.calls.length).toBe(told);
    },
  );

  it('stays closed, whatever happens, until it is told to connect', async () => {
    const server = await serve();
    const { connection, clock, environment, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    connection.close();
    await server.until(() => server.open() === 0);
    connection.redial();
    connection.markReady();
    connection.fail('auth');
    connection.suspect();
    environment.emit('online');
    await clock.advance(100_000);
    expect(connection.status()).toEqual({ status: 'closed' });
    expect(constructed.length).toBe(1);
    connection.connect();
    await until('ready');
    expect(constructed.length).toBe(2);
  });
});

describe('writing to a socket', () => {
  it('keeps the pace over redials', async () => {
    const server = await serve();
    const clock = createVirtualClock();
    const pacer = createPacer({ frames: 2, perMs: 1_000 }, clock);
    const { connection, until } = link(server.url, { pacer });
    connection.connect();
    await until('ready');
    expect([1, 2, 3].map((id) => connection.write(String(id), { body: `${id}` }))).toEqual([
      true,
      true,
      false,
    ]);
    connection.redial();
    await until('ready');
    expect(connection.waitMs()).toBe(1_001);
    expect(connection.write('3', { body: '3' })).toBe(false);
    clock.jump(1_001);
    expect(connection.write('3', { body: '3' })).toBe(true);
    await server.until(() => server.received.includes('3'));
  });

  it('reports a frame that is too large instead of keeping it', async () => {
    const server = await serve({ onSocket: (socket) => socket.send('x'.repeat(1_048_577)) });
    const { connection, record } = link(server.url);
    connection.connect();
    await record.until(() => record.frames().length === 1);
    expect(record.frames()).toEqual([{ kind: 'garbage', reason: 'too-large' }]);
  });

  it('stops while the socket has too much unsent', async () => {
    const server = await serve({ onSocket: (socket) => socket.pause() });
    const { connection, until } = link(server.url);
    connection.connect();
    await until('ready');
    let count = 0;
    while (connection.write('x', { body: 'x'.repeat(200_000) }) && count < 1_000) {
      count += 1;
    }
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(1_000);
    expect(connection.waitMs()).toBe(100);
    expect(connection.status().status).toBe('ready');
  });
});

describe('a heartbeat', () => {
  it('pings through a socket that can, and keeps one that answers', async () => {
    const server = await serve();
    const { connection, clock, until, constructed } = link(server.url, {
      heartbeat: { intervalMs: 20_000 },
    });
    connection.connect();
    await until('ready');
    for (let beat = 0; beat < 3; beat += 1) {
      const answered = once(constructed[0]!, 'pong');
      // The deadline for the last reply was in the middle of this silence.
      await clock.advance(beat === 0 ? 20_000 : 10_000);
      await answered;
      await clock.advance(10_000);
    }
    expect(connection.status().status).toBe('ready');
    expect(constructed.length).toBe(1);
  });

  it('replaces a socket whose other side is gone', async () => {
    const server = await serve({ onSocket: (socket, count) => count === 1 && socket.pause() });
    const { connection, clock, record, until, live } = link(server.url, {
      heartbeat: { intervalMs: 20_000 },
    });
    connection.connect();
    await until('ready');
    await clock.advance(29_999);
    expect(record.closes()).toEqual([]);
    await clock.advance(1);
    expect(record.closes()).toMatchObject([{ facts: { observed: 'timeout' } }]);
    await until('ready');
    expect(live()).toBe(1);
  });

  it('sends its message when nothing is heard, within the pace, and expects no answer', async () => {
    const server = await serve();
    const clock = createVirtualClock();
    const pacer = createPacer({ frames: 1, perMs: 1_000 }, clock);
    const setup = link(server.url, { pacer, heartbeat: { intervalMs: 20_000, message: 'beat' } });
    setup.connection.connect();
    await setup.until('ready');
    pacer.take();
    await setup.clock.advance(20_000);
    // The pacer's own clock stands still: the beat has to wait.
    clock.jump(1_001);
    await setup.clock.advance(1_001);
    await server.until(() => server.received.length === 1);
    expect(server.received).toEqual(['beat']);
    expect(setup.connection.waitMs()).toBe(1_001);
    await setup.clock.advance(1_000);
    expect(setup.connection.status().status).toBe('ready');
  });

  it('is silent while the other side speaks', async () => {
    const server = await serve();
    const { connection, clock, record, until } = link(server.url, {
      heartbeat: { intervalMs: 20_000, message: 'beat' },
    });
    connection.connect();
    await until('ready');
    for (let frame = 1; frame <= 4; frame += 1) {
      await clock.advance(15_000);
      server.sockets[0]!.send('still here');
      await record.until(() => record.frames().length === frame);
    }
    expect(connection.write('1', { body: 'mine' })).toBe(true);
    await server.until(() => server.received.length > 0);
    expect(server.received).toEqual(['mine']);
  });
});
