import { afterEach, expect, it } from 'vitest';

import { startSocketServer } from '../connection/testing/socket-server.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { until } from '../testing/until.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

const IDS = { chat_id: 'c', user_id: 'u' };

it.each([
  ['has only acknowledged', []],
  [
    'has begun to answer',
    [
      { event_type: 'message_stream_started', ...IDS },
      { event_type: 'message_stream_token', ...IDS, token: 'Well' },
    ],
  ],
])(
  'a server that falls silent for two minutes when it %s is left for a new socket',
  async (_when, answer) => {
    const server = await startSocketServer({
      onSocket(socket) {
        const say = (frame: object): void => socket.send(JSON.stringify(frame));
        say({ event_type: 'connection_established', ...IDS, tenant_id: 't' });
        socket.on('message', () => {
          say({ event_type: 'message_received', message_id: 'm', ...IDS, content: 'hello' });
          answer.forEach(say);
        });
      },
    });
    cleanups.push(server.stop);
    const provider = lexicon({ userId: 'u', chatId: 'c', apiKey: SECRET, url: server.url });
    const { chat, dials, clock } = openChat(provider, { speed: 400 });
    chat.connect();
    chat.sendMessage('hello');
    await until(chat, ({ messages }) => messages[0]?.delivery === 'acknowledged');
    const since = clock.now();
    expect(chat.store.getState().status).not.toBe('ready');
    const { messages, status } = await until(chat, (now) => now.connection.status !== 'ready');
    expect(clock.now() - since).toBeGreaterThanOrEqual(119_000);
    // What arrived did arrive, and what was said of the answer stays.
    expect(messages.map(({ delivery, state }) => delivery ?? state)).toEqual(
      answer.length > 0 ? ['acknowledged', 'interrupted'] : ['acknowledged'],
    );
    expect(status).not.toBe('streaming');
    await until(chat, (now) => now.connection.status === 'ready');
    expect(dials()).toBe(2);
    expect(chat.store.getState().status).not.toBe('submitted');
    expect(server.received).toHaveLength(1);
  },
);
