import { afterEach, expect, it } from 'vitest';

import { startSocketServer } from '../connection/testing/socket-server.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { eventually } from '../testing/until.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

/** More than is read as it comes: the rest waits. */
const BURST = 60;

it('a session that turns out to be ready while the chat is left leaves nothing to wait for', async () => {
  const server = await startSocketServer({
    onSocket(socket) {
      for (let frame = 0; frame < BURST; frame += 1) {
        socket.send('no JSON');
      }
      socket.send(JSON.stringify({ conversationId: 'conversation' }));
    },
  });
  cleanups.push(server.stop);
  const provider = nlx({
    transport: 'websocket',
    deploymentKey: 'deployment',
    channelKey: 'channel-en-US',
    apiKey: SECRET,
    url: server.url,
  });
  const { chat, clock, oddities } = openChat(provider);
  chat.sendMessage('hello');
  await eventually(() => expect(oddities.length).toBeGreaterThanOrEqual(BURST - 10));
  expect(chat.store.getState().connection.status).toBe('connecting');
  chat.disconnect();
  const { connection, status, messages } = chat.store.getState();
  expect([connection.status, status]).toEqual(['closed', 'ready']);
  // What was read last made it leave: nobody knows whether it arrived.
  expect(messages).toMatchObject([{ delivery: 'unconfirmed' }]);
  expect(clock.pending()).toBe(0);
});
