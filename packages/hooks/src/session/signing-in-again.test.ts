import { afterEach, expect, it } from 'vitest';

import { type SocketServer, startSocketServer } from '../connection/testing/socket-server.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { isReady, until } from '../testing/until.ts';

let server: SocketServer | undefined;
afterEach(() => server?.stop());

const HOUR_MS = 3_600_000;

it.each(['connect', 'reconnect'] as const)(
  'a key that was refused is not tried again after signing in: %s',
  async (how) => {
    const opened = await startSocketServer({
      onSocket(socket, count) {
        if (opened.requests[count - 1]?.url?.includes(`${SECRET}-good`)) {
          socket.send(JSON.stringify({ event_type: 'connection_established', chat_id: 'c' }));
        } else {
          socket.close(1008);
        }
      },
    });
    server = opened;
    let isSignedIn = false;
    const asked: boolean[] = [];
    const provider = lexicon({
      userId: 'u',
      chatId: 'c',
      url: opened.url,
      apiKey() {
        asked.push(isSignedIn);
        const value = `${SECRET}-${isSignedIn ? 'good' : 'bad'}`;
        return { value, expiresAt: Date.now() + HOUR_MS };
      },
    });
    const { chat, connections } = openChat(provider);
    chat.connect();
    await until(chat, ({ connection }) => connection.status === 'failed');
    expect(opened.requests).toHaveLength(2);
    isSignedIn = true;
    chat[how]();
    await until(chat, isReady);
    expect(opened.requests).toHaveLength(3);
    expect(asked).toEqual([false, false, true]);
    expect(connections.slice(-3)).toEqual(['failed', 'connecting', 'ready']);
  },
);
