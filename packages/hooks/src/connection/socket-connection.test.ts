import { once } from 'node:events';

import { afterEach, describe, expect, it } from 'vitest';

import { createRuntime } from './default-runtime.ts';
import { createPacer } from './pacer.ts';
import { recordHandlers } from './testing/record-handlers.ts';
import { cleanUp, link, ON_EVENT, serve } from './testing/socket-link.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

afterEach(cleanUp);

describe('a socket connection', () => {
  it('connects, writes, reads and closes', async () => {
    const server = await serve();
    const { connection, record, until, environment, clock, log } = link(server.url);
    expect(connection.status()).toEqual({ status: 'idle' });
    expect(connection.waitMs()).toBe(0);
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
    const ways = ['idle', 'resolving', 'dialing', 'ready', 'closed'];
    expect(log).toEqual(
      ways
        .slice(1)
        .map((to, index) => `debug connection-state {"from":"${ways[index]}","to":"${to}"}`),
    );
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

  it('writes nothing to a socket that is open and not ready', async () => {
    const server = await serve();
    const { connection, clock, constructed } = link(server.url, { timing: ON_EVENT });
    connection.connect();
    await clock.advance(0);
    await once(constructed[0]!, 'open');
    expect(connection.write('1', { body: 'early' })).toBe(false);
    connection.markReady();
    expect(connection.write('2', { body: 'in time' })).toBe(true);
    await server.until(() => server.received.length > 0);
    expect(server.received).toEqual(['in time']);
  });

  it('says that it took a silent socket for ready, before it says that it is', async () => {
    const server = await serve();
    const { connection, clock, record, until, constructed } = link(server.url, {
      timing: { ...ON_EVENT, ready: { on: 'event', withinMs: 5_000, otherwise: 'ready' } },
    });
    connection.connect();
    await clock.advance(0);
    await once(constructed[0]!, 'open');
    await clock.advance(5_000);
    await until('ready');
    expect(record.calls.slice(1)).toEqual([
      { on: 'ready-assumed' },
      { on: 'status', status: { status: 'ready' } },
    ]);
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

  it.each(['answered', 'rejected'] as const)(
    'ignores one that is %s after another dial took its place',
    async (how) => {
      const server = await serve();
      const settlers: (() => void)[] = [];
      const { connection, clock, record, until, constructed } = link('', {
        target: () =>
          new Promise((resolve, reject) => {
            const target = { kind: 'socket', url: server.url } as const;
            const isOld = settlers.length === 0;
            settlers.push(() =>
              isOld && how === 'rejected' ? reject(new Error('old')) : resolve(target),
            );
          }),
      });
      connection.connect();
      await clock.advance(0);
      connection.redial();
      await clock.advance(0);
      settlers[0]!();
      await clock.advance(0);
      expect(constructed).toEqual([]);
      expect(record.statuses()).toEqual(['connecting']);
      expect(clock.pending().length).toBe(1);
      settlers[1]!();
      await until('ready');
      expect(constructed.length).toBe(1);
    },
  );

  it('keeps the key of an address that cannot be opened to itself', async () => {
    const { connection, until } = link('ftp://user:canary@host/path?key=canary');
    connection.connect();
    await until('reconnecting');
    const status = connection.status();
    const reason = status.status === 'reconnecting' ? status.reason : undefined;
    expect(reason?.kind).toBe('target');
    expect(String(reason?.cause)).toContain('No socket can be opened');
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

  it('goes on in order when the other side reads again, and has little unsent by then', async () => {
    const server = await serve({ onSocket: (socket) => socket.pause() });
    const { connection, constructed, until } = link(server.url);
    connection.connect();
    await until('ready');
    const body = (index: number): string => `${index}`.padEnd(200_000, 'x');
    let count = 0;
    while (connection.write('x', { body: body(count) })) {
      count += 1;
    }
    expect(constructed[0]!.bufferedAmount).toBeLessThan(262_144 + 200_000 + 100);
    server.sockets[0]!.resume();
    await server.until(() => server.received.length === count && connection.waitMs() === 0);
    expect(constructed[0]!.bufferedAmount).toBeLessThanOrEqual(65_536);
    expect(connection.write('x', { body: body(count) })).toBe(true);
    await server.until(() => server.received.length === count + 1);
    expect(server.received).toEqual(Array.from({ length: count + 1 }, (_, index) => body(index)));
  });
});
