import { afterEach, expect, it } from 'vitest';

import { startSocketServer } from '../connection/testing/socket-server.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import type { Provider } from '../providers/provider.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { until } from '../testing/until.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

it('what is sent on hearing that a message goes out does not overtake it', async () => {
  const server = await startSocketServer({
    onSocket: (socket) =>
      socket.send(
        JSON.stringify({
          event_type: 'connection_established',
          chat_id: 'c',
          user_id: 'u',
          tenant_id: 't',
        }),
      ),
  });
  cleanups.push(server.stop);
  const platform = lexicon({ userId: 'u', chatId: 'c', apiKey: SECRET, url: server.url });
  const provider: Provider = {
    ...platform,
    capabilities: { ...platform.capabilities, parallelTurns: true },
  };
  const { chat } = openChat(provider);
  let isAsked = false;
  chat.store.subscribe(({ messages }) => {
    if (!isAsked && messages[0]?.delivery === 'sending') {
      isAsked = true;
      chat.sendMessage('second');
    }
  });
  chat.connect();
  await until(chat, ({ connection }) => connection.status === 'ready');
  chat.sendMessage('first');
  await until(chat, ({ messages }) => messages[1]?.delivery === 'sending');
  await expect.poll(() => server.received.length).toBe(2);
  expect(server.received.map((text) => /first|second/u.exec(String(text))?.[0])).toEqual([
    'first',
    'second',
  ]);
});
