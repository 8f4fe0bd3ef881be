import { afterEach, expect, it } from 'vitest';

import { startSocketServer } from '../connection/testing/socket-server.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { until } from '../testing/until.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

it.each([
  ['a welcome', true],
  ['a message', false],
])(
  'of %s that nobody answers it is said to send it again only where there is one',
  async (_what, welcome) => {
    const server = await startSocketServer({});
    cleanups.push(server.stop);
    const provider = nlx({
      transport: 'websocket',
      url: server.url,
      deploymentKey: 'd',
      channelKey: 'c-en-US',
      apiKey: SECRET,
      welcome,
    });
    const { chat } = openChat(provider, { speed: 200 });
    chat.connect();
    if (!welcome) {
      chat.sendMessage('hello');
    }
    const { error, messages } = await until(chat, (now) => now.error !== null);
    expect(error?.code).toBe('timeout');
    expect(error?.fix?.startsWith('Send it again') ?? false).toBe(!welcome);
    expect(messages).toHaveLength(welcome ? 0 : 1);
  },
);
