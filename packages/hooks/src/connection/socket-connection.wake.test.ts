import { once } from 'node:events';

import { afterEach, describe, expect, it } from 'vitest';

import { createPacer } from './pacer.ts';
import { cleanUp, link, serve } from './testing/socket-link.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

afterEach(cleanUp);

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

  it.each([
    ['a handshake that is refused until later', true],
    ['a close that names a time', false],
  ])('dials no sooner than the server asked for in %s', async (_what, isHandshake) => {
    const server = await serve({
      upgrade: () => (isHandshake && server.requests.length === 1 ? 'busy' : 'accept'),
      onSocket: (socket, count) => !isHandshake && count === 1 && socket.close(1013),
    });
    const { connection, clock, environment, until, constructed } = link(server.url, {
      classify: ({ http }) => ({ retryAfterMs: http?.retryAfterMs ?? 20_000 }),
    });
    connection.connect();
    await until('reconnecting');
    for (const event of ['visible', 'online', 'restored', 'visible', 'online'] as const) {
      environment.emit(event);
      await clock.advance(200);
    }
    await clock.advance(18_999);
    expect(constructed.length).toBe(1);
    expect(connection.status().status).toBe('reconnecting');
    connection.redial();
    await until('ready');
    expect(constructed.length).toBe(2);
  });

  it.each([
    ['visible', 30_000, 'ready'],
    ['visible', 30_001, 'connecting'],
    ['online', 3_000, 'connecting'],
    ['restored', 3_000, 'connecting'],
  ] as const)(
    'on %s, %i ms after something was said into a minute of silence, is %s',
    async (event, ms, status) => {
      const server = await serve();
      const { connection, clock, environment, until, constructed } = link(server.url);
      connection.connect();
      await until('ready');
      clock.jump(60_000);
      expect(connection.write('1', { body: 'hello' })).toBe(true);
      clock.jump(ms);
      environment.emit(event);
      expect(connection.status().status).toBe(status);
      await until('ready');
      expect(constructed.length).toBe(status === 'ready' ? 1 : 2);
    },
  );

  it('takes no heartbeat for something said', async () => {
    const server = await serve();
    const { connection, clock, environment, until } = link(server.url, {
      heartbeat: { intervalMs: 31_000, message: 'beat' },
    });
    connection.connect();
    await until('ready');
    await clock.advance(31_000);
    await server.until(() => server.received.length === 1);
    environment.emit('visible');
    expect(connection.status().status).toBe('connecting');
  });

  it('takes a timer that was slept through for a wake, though something was said as it woke', async () => {
    const server = await serve();
    const { connection, clock, until } = link(server.url);
    connection.connect();
    await until('ready');
    await clock.advance(10_000);
    clock.jump(3_600_000);
    expect(connection.write('1', { body: 'hello' })).toBe(true);
    await clock.advance(0);
    expect(connection.status().status).toBe('connecting');
  });

  it('takes no timer that was late in a hidden page for a sleep when the page is seen again', async () => {
    const server = await serve();
    const { connection, clock, environment, until } = link(server.url);
    connection.connect();
    await until('ready');
    await clock.advance(10_000);
    environment.set({ visible: false });
    clock.jump(62_000);
    expect(connection.write('1', { body: 'hello' })).toBe(true);
    environment.set({ visible: true });
    environment.emit('visible');
    await clock.advance(0);
    expect(connection.status().status).toBe('ready');
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
    const { connection, clock, environment, until } = link(server.url, {
      mayRedialOnWake: () => false,
    });
    connection.connect();
    await until('ready');
    clock.jump(30_001);
    environment.emit('visible');
    expect(connection.status().status).toBe('ready');
  });

  it('lets go of its socket before a page that leaves is put aside, and dials once when it is back', async () => {
    const server = await serve();
    // Its owner objects to redials on waking: but there is nothing left to keep.
    const { connection, environment, record, until, live, constructed } = link(server.url, {
      mayRedialOnWake: () => false,
    });
    connection.connect();
    await until('ready');
    environment.emit('leaving');
    expect(live()).toBe(0);
    // Told before the task of the event ends: there may be no later one.
    expect(record.closes()).toMatchObject([{ facts: { origin: 'local', code: 0 } }]);
    expect(record.statuses()).toEqual(['connecting', 'ready', 'reconnecting']);
    environment.emit('restored');
    environment.emit('visible');
    environment.emit('online');
    await until('ready');
    expect(constructed.length).toBe(2);
    expect(live()).toBe(1);
  });

  it('lets go of a handshake when the page leaves', async () => {
    const server = await serve({
      upgrade: () => (server.requests.length === 1 ? 'hang' : 'accept'),
    });
    const { connection, environment, until, live } = link(server.url);
    connection.connect();
    await server.until(() => server.requests.length === 1);
    environment.emit('leaving');
    expect(live()).toBe(0);
    environment.emit('restored');
    await until('ready');
    expect(live()).toBe(1);
  });

  it('dials by itself after a page that only seemed to leave', async () => {
    const server = await serve();
    const { connection, clock, environment, until } = link(server.url);
    connection.connect();
    await until('ready');
    environment.emit('leaving');
    await clock.advanceToNext();
    await until('ready');
    expect(server.sockets.length).toBe(2);
  });

  it('dials once for a page that was frozen: its socket ends as it goes on, and then it is seen', async () => {
    const server = await serve();
    const { connection, clock, environment, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    environment.set({ visible: false });
    environment.emit('hidden');
    clock.jump(300_000);
    server.sockets[0]!.terminate();
    await until('reconnecting');
    environment.set({ visible: true });
    environment.emit('visible');
    await until('ready');
    expect(constructed.length).toBe(2);
  });

  it('takes a timer that was slept through for a wake, though no event tells of it', async () => {
    const server = await serve();
    const { connection, clock, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    await clock.advance(10_000);
    clock.jump(3_600_000);
    await clock.advance(0);
    expect(connection.status().status).toBe('connecting');
    await until('ready');
    expect(constructed.length).toBe(2);
    expect(clock.pending().length).toBe(1);
  });

  it.each([
    [30_000, 'ready'],
    [30_001, 'connecting'],
  ])('takes a timer that is %i ms late for slept through, or not: %s', async (lateMs, status) => {
    const server = await serve();
    const { connection, clock, until } = link(server.url);
    connection.connect();
    await until('ready');
    await clock.advance(10_000);
    clock.jump(30_000 + lateMs);
    await clock.advance(0);
    expect(connection.status().status).toBe(status);
  });

  it('dials no sooner for a page that goes', async () => {
    const server = await serve();
    const { connection, clock, environment, until } = link(server.url);
    connection.connect();
    await until('ready');
    server.sockets[0]!.terminate();
    await until('reconnecting');
    for (const event of ['hidden', 'offline'] as const) {
      environment.emit(event);
      expect(connection.status().status).toBe('reconnecting');
    }
    await clock.advanceToNext();
    await until('ready');
  });

  it('takes no throttled timer of a hidden page for a wake', async () => {
    const server = await serve();
    const { connection, clock, environment, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    environment.set({ visible: false });
    for (let minute = 0; minute < 10; minute += 1) {
      clock.jump(60_000);
      await clock.advance(0);
    }
    expect(connection.status().status).toBe('ready');
    expect(constructed.length).toBe(1);
    environment.set({ visible: true });
    environment.emit('visible');
    expect(connection.status().status).toBe('connecting');
  });

  it('keeps a quiet socket as long as time passes evenly', async () => {
    const server = await serve();
    const { connection, clock, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    await clock.advance(3_600_000);
    expect(connection.status().status).toBe('ready');
    expect(constructed.length).toBe(1);
    expect(clock.pending().length).toBe(1);
  });

  it.each([3_600_000, -3_600_000])(
    'waits no longer, and no shorter, for a clock that was set by %i ms meanwhile',
    async (ms) => {
      const server = await serve();
      const { connection, clock, until } = link(server.url);
      connection.connect();
      await until('ready');
      server.sockets[0]!.terminate();
      await until('reconnecting');
      clock.correct(ms);
      await clock.advance(2_099);
      expect(connection.status().status).toBe('reconnecting');
      await clock.advance(1);
      await until('ready');
      expect(server.sockets.length).toBe(2);
    },
  );

  it.each([3_600_000, -3_600_000])(
    'makes at most one more socket of a clock that was set by %i ms while it is ready',
    async (ms) => {
      const server = await serve();
      const { connection, clock, until, constructed } = link(server.url);
      connection.connect();
      await until('ready');
      await clock.advance(10_000);
      clock.correct(ms);
      await clock.advance(30_000);
      await until('ready');
      for (let half = 0; half < 20; half += 1) {
        await clock.advance(30_000);
      }
      expect(connection.status().status).toBe('ready');
      expect(constructed.length).toBe(ms > 0 ? 2 : 1);
    },
  );

  it('wakes once after a clock that was set back by an hour', async () => {
    const server = await serve();
    const { connection, clock, environment, until, constructed } = link(server.url);
    connection.connect();
    await until('ready');
    clock.correct(-3_600_000);
    environment.emit('visible');
    await until('ready');
    environment.emit('visible');
    expect(connection.status().status).toBe('ready');
    expect(constructed.length).toBe(2);
  });

  it('dials once for online, visible and a wish in one tick of a wait', async () => {
    const server = await serve();
    const { connection, environment, until, constructed, refreshes } = link(server.url);
    connection.connect();
    await until('ready');
    server.sockets[0]!.terminate();
    await until('reconnecting');
    environment.emit('online');
    environment.emit('visible');
    connection.redial();
    environment.emit('online');
    await until('ready');
    expect(constructed.length).toBe(2);
    expect(refreshes.length).toBe(2);
  });

  it('gives up an attempt that began while hidden and hangs, when the page is seen', async () => {
    const server = await serve({
      upgrade: () => (server.requests.length === 1 ? 'hang' : 'accept'),
    });
    const { connection, clock, environment, until, live } = link(server.url);
    environment.set({ visible: false });
    connection.connect();
    await server.until(() => server.requests.length === 1);
    await clock.advance(3_001);
    environment.set({ visible: true });
    environment.emit('visible');
    await until('ready');
    expect(live()).toBe(1);
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
    // Of two windows of one place each, the second is kept for a beat.
    expect(setup.connection.waitMs()).toBe(2_002);
    await setup.clock.advance(1_000);
    expect(setup.connection.status().status).toBe('ready');
  });

  it('is switched off for good by an error that comes within five seconds after a beat', async () => {
    const server = await serve();
    const { connection, clock, until } = link(server.url, {
      heartbeat: { intervalMs: 20_000, message: 'beat' },
    });
    expect(connection.hush()).toBe(false);
    connection.connect();
    await until('ready');
    expect(connection.hush()).toBe(false);
    await clock.advance(20_000);
    await server.until(() => server.received.length === 1);
    clock.jump(5_001);
    expect(connection.hush()).toBe(false);
    await clock.advance(14_999);
    await server.until(() => server.received.length === 2);
    clock.jump(5_000);
    expect(connection.hush()).toBe(true);
    await clock.advance(100_000);
    connection.redial();
    await until('ready');
    expect(connection.hush()).toBe(false);
    await clock.advance(100_000);
    expect(connection.write('1', { body: 'mine' })).toBe(true);
    await server.until(() => server.received.includes('mine'));
    expect(server.received).toEqual(['beat', 'beat', 'mine']);
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
