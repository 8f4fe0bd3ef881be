import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { Clock } from '../connection/runtime.ts';
import { startSocketServer } from '../connection/testing/socket-server.ts';
import { createChat } from '../create-chat.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

/** A page so busy that seconds pass between any two things it does. */
function createSlowClock(): Clock {
  let nowMs = 1_000_000;
  return {
    now: () => (nowMs += 3000),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
  };
}

function open(url: string) {
  const provider = lexicon({ userId: 'u', chatId: 'c', apiKey: 'key', url });
  const chat = createChat({
    provider,
    runtime: { WebSocket, clock: createSlowClock(), random: () => 0, logger: () => {} },
  });
  chat.connect();
  const failure = async () => {
    await expect.poll(() => chat.store.getState().connection.status).toBe('failed');
    const { connection, error } = chat.store.getState();
    chat.disconnect();
    return { connection, error };
  };
  return { chat, failure };
}

it('a busy page says as well why nothing is dialed', async () => {
  const { failure } = open('ws://platform.example/chat');
  const reason = { code: 'unsupported', message: 'The address is not encrypted.' };
  expect(await failure()).toMatchObject({ connection: { reason }, error: reason });
});

it('a busy page says as well what the server refused', async () => {
  const server = await startSocketServer({
    onSocket: (socket) =>
      socket.send(
        JSON.stringify({
          event_type: 'error',
          error_message: 'No such chat',
          error_code: 'CHAT_NOT_FOUND',
        }),
      ),
  });
  cleanups.push(server.stop);
  const reason = { code: 'not-found', providerCode: 'CHAT_NOT_FOUND' };
  expect(await open(server.url).failure()).toMatchObject({ connection: { reason }, error: reason });
});
