import { afterEach, expect, it } from 'vitest';

import { type SocketServer, startSocketServer } from '../connection/testing/socket-server.ts';
import { aui } from '../providers/aui/aui.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { isReady, until } from '../testing/until.ts';

let server: SocketServer | undefined;
afterEach(() => server?.stop());

const BEAT = '{"beat":1}';
const INTERVAL_MS = 5_000;
const REPLY_MS = 2_000;

it('an idle socket that answers its beats is kept, and replaced when it answers no more', async () => {
  const opened = await startSocketServer({
    onSocket(socket, count) {
      socket.on('message', () => {
        // The first one dies with nobody saying so.
        if (count > 1 || opened.received.length < 3) {
          socket.send('{}');
        }
      });
    },
  });
  server = opened;
  const provider = aui({ taskId: 't', apiKey: SECRET, url: opened.url });
  const { chat, clock, connections } = openChat(provider, {
    speed: 20,
    heartbeat: { intervalMs: INTERVAL_MS, message: BEAT, replyWithinMs: REPLY_MS },
  });
  chat.connect();
  await opened.until(() => opened.received.length === 3);
  expect(connections).toEqual(['connecting', 'ready']);
  const deadAt = clock.now();
  await opened.until(() => opened.sockets.length === 2);
  expect(clock.now() - deadAt).toBeLessThan(INTERVAL_MS);
  await until(chat, isReady);
  await opened.until(() => opened.received.length === 6);
  expect(opened.sockets).toHaveLength(2);
  expect(new Set(opened.received)).toEqual(new Set([BEAT]));
});
