import { afterEach, expect, it } from 'vitest';

import { type SocketServer, startSocketServer } from '../connection/testing/socket-server.ts';
import { aui } from '../providers/aui/aui.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { isReady, until } from '../testing/until.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

async function serve(options?: Parameters<typeof startSocketServer>[0]): Promise<SocketServer> {
  const server = await startSocketServer(options);
  cleanups.push(server.stop);
  return server;
}

const auiAt = ({ url }: SocketServer) => aui({ taskId: 't', apiKey: SECRET, url });

it('dials again after a loss when `reconnect` is so by then', async () => {
  const server = await serve();
  const provider = auiAt(server);
  const { chat, session, connections } = openChat(provider, { reconnect: false, speed: 50 });
  chat.connect();
  await until(chat, isReady);
  session.update(provider, { reconnect: { firstMinMs: 7_000, baseMs: 7_000 } });
  server.sockets[0]?.terminate();
  await until(chat, (state) => isReady(state) && server.sockets.length === 2);
  expect(connections).toEqual(['connecting', 'ready', 'reconnecting', 'connecting', 'ready']);
  session.update(provider, { reconnect: false });
  server.sockets[1]?.terminate();
  await until(chat, ({ connection }) => connection.status === 'failed');
});

it('beats as `heartbeat` says at the time, over the same socket', async () => {
  const server = await serve();
  const provider = auiAt(server);
  const { chat, session, clock, dials } = openChat(provider, { speed: 50 });
  chat.connect();
  await until(chat, isReady);
  session.update(provider, { heartbeat: { intervalMs: 1_000, message: 'one' } });
  // At rest so far: it begins with the next frame.
  server.sockets[0]?.send('{}');
  await server.until(() => server.received.includes('one'));
  session.update(provider, { heartbeat: { intervalMs: 1_000, message: 'two' } });
  await server.until(() => server.received.includes('two'));
  const timers = clock.pending();
  session.update(provider, {});
  await expect.poll(() => clock.pending()).toBe(timers - 1);
  expect(dials()).toBe(1);
});

it('gives the next dial the times that `deadlines` has by then', async () => {
  // Lexicon says when it is ready: this one never does.
  const server = await serve({
    upgrade: () => (['hang-up', 'hang'] as const)[server.requests.length - 1] ?? 'accept',
  });
  const provider = lexicon({ userId: 'u', chatId: 'c', apiKey: SECRET, url: server.url });
  const { chat, session, clock } = openChat(provider, { speed: 50 });
  const times: number[] = [];
  chat.store.subscribe(({ connection }, before) => {
    if (connection !== before.connection) {
      times.push(clock.now());
    }
  });
  chat.connect();
  await until(chat, ({ connection }) => connection.status === 'reconnecting');
  session.update(provider, { deadlines: { connectMs: 500, readyMs: 700 } });
  await until(chat, ({ connection }) => 'attempt' in connection && connection.attempt === 4);
  // Of each dial: when it began, and when it was given up.
  const [, , second = 0, hung = 0, third = 0, silent = 0] = times;
  expect(hung - second).toBeLessThan(1_000);
  expect(silent - third).toBeGreaterThanOrEqual(700);
  expect(silent - third).toBeLessThan(5_000);
});
