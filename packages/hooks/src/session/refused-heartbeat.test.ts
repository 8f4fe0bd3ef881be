import { afterEach, expect, it, vi } from 'vitest';

import { startSocketServer } from '../connection/testing/socket-server.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { until } from '../testing/until.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

const IDS = { chat_id: 'c', user_id: 'u' };
const BEAT = '{"beat":1}';

it('a heartbeat that the server answers with an error is sent once, told of and shown to nobody', async () => {
  const server = await startSocketServer({
    onSocket(socket) {
      const say = (frame: object): void => socket.send(JSON.stringify(frame));
      say({ event_type: 'connection_established', ...IDS, tenant_id: 't' });
      socket.on('message', (data: Buffer) => {
        const content = data.toString();
        if (content === BEAT) {
          say({
            event_type: 'error',
            error_message: 'There is no field "beat"',
            error_code: 'INVALID_MESSAGE',
          });
        } else {
          say({ event_type: 'message_received', message_id: 'm', ...IDS, content: 'hello' });
          say({ event_type: 'message_stream_ended', message_id: 'n', ...IDS, content: 'Hi' });
        }
      });
    },
  });
  cleanups.push(server.stop);
  const provider = lexicon({ userId: 'u', chatId: 'c', apiKey: SECRET, url: server.url });
  const { chat, oddities, errors, clock } = openChat(provider, {
    speed: 100,
    heartbeat: { intervalMs: 1000, message: BEAT },
  });
  chat.connect();
  await server.until(() => server.received.length > 0);
  const beatAt = clock.now();
  await vi.waitFor(() => expect(clock.now() - beatAt).toBeGreaterThan(10_000));
  chat.sendMessage('hello');
  const { error } = await until(chat, ({ messages }) => messages.length === 2);
  expect(server.received.filter((frame) => frame === BEAT)).toHaveLength(1);
  expect(oddities).toEqual(['an error answered the heartbeat, which is switched off']);
  expect([error, errors]).toEqual([null, []]);
});
