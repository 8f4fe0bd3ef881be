import {
  type Chat,
  type ChatState,
  createChat,
  messageText,
  type SessionFacts,
  type Source,
} from '@parley/hooks/vanilla';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { echo } from './echo.ts';
import { type EchoServer, startEcho } from './start-echo.ts';

let server: EchoServer;
let chat: Chat | undefined;

beforeEach(async () => {
  server = await startEcho({ key: 'right' });
});

afterEach(async () => {
  chat?.disconnect();
  await server.close();
});

function open(apiKey: Source<string>): Chat {
  const provider = echo({ room: 'hall', url: server.url, apiKey });
  chat = createChat({ provider, runtime: { WebSocket } });
  return chat;
}

/** Settles with the first state that fits, the present one included. */
function until({ store }: Chat, fits: (state: ChatState) => boolean): Promise<ChatState> {
  return new Promise((resolve) => {
    const look = (state: ChatState): void => {
      if (fits(state)) {
        unsubscribe();
        resolve(state);
      }
    };
    const unsubscribe = store.subscribe(look);
    look(store.getState());
  });
}

const transcript = ({ messages }: ChatState): readonly string[] =>
  messages.map((message) => `${message.role}: ${messageText(message)}`);

const isAnswered = ({ messages, status }: ChatState): boolean =>
  status === 'ready' && messages.at(-1)?.state === 'complete';

describe('echo', () => {
  it('holds a conversation', async () => {
    const hall = open('right');

    hall.sendMessage('Hello there');
    hall.sendMessage('Anybody?');
    const state = await until(hall, (next) => isAnswered(next) && next.messages.length === 4);

    expect(transcript(state)).toEqual([
      'user: Hello there',
      'user: Anybody?',
      'assistant: Hello there',
      'assistant: Anybody?',
    ]);
    expect(state.messages.map(({ delivery, state: end }) => delivery ?? end)).toEqual([
      'acknowledged',
      'acknowledged',
      'complete',
      'complete',
    ]);
    expect(server.heard).toEqual(['Hello there', 'Anybody?']);
  });

  it('keeps what was said when the socket drops, comes back, and sends nothing twice', async () => {
    const hall = open('right');

    hall.sendMessage('drop this answer');
    await until(hall, (state) => state.connection.status === 'reconnecting');
    hall.reconnect();
    const state = await until(hall, ({ connection }) => connection.status === 'ready');

    expect(transcript(state)).toEqual(['user: drop this answer', 'assistant: drop this answer']);
    expect(state.messages[1]?.state).toBe('interrupted');
    expect(state.messages[0]?.delivery).toBe('acknowledged');
    expect(server.heard).toEqual(['drop this answer']);
  });

  it('fails with a wrong key, and keeps what was written', async () => {
    const hall = open('wrong');

    hall.sendMessage('Let me in');
    const state = await until(hall, ({ connection }) => connection.status === 'failed');

    expect(state.error).toMatchObject({ code: 'unauthorized', providerCode: '4401' });
    expect(state.messages[0]?.delivery).toBe('queued');
    expect(JSON.stringify(state)).not.toContain('wrong');
  });

  it('asks a function for another key once it was refused', async () => {
    const keys = ['wrong', 'right'];
    const hall = open(() => keys.shift() ?? '');

    hall.sendMessage('Hello');
    const state = await until(hall, isAnswered);

    expect(transcript(state)).toEqual(['user: Hello', 'assistant: Hello']);
  });

  it('fails a message that the room refuses', async () => {
    const hall = open('right');

    hall.sendMessage('refuse');
    const state = await until(hall, ({ status }) => status === 'error');

    expect(state.messages[0]).toMatchObject({ delivery: 'failed', error: { code: 'rejected' } });
    expect(state.connection.status).toBe('ready');
  });

  it('stays idle without a room', () => {
    const provider = echo({ room: undefined, url: server.url, apiKey: 'right' });
    chat = createChat({ provider, runtime: { WebSocket }, autoConnect: true });

    expect(chat.store.getState().connection.status).toBe('idle');
  });

  it('reads anything without throwing', () => {
    const provider = echo({ room: 'hall', url: server.url });
    const facts: SessionFacts = {
      session: { id: 'hall' },
      handoff: 'bot',
      now: 0,
      streaming: false,
      turnOpen: false,
      lastError: undefined,
      context: undefined,
    };
    const type = fc.constantFrom('welcome', 'heard', 'word', 'done', 'refused');

    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ type, text: fc.anything() })), (frame) => {
        expect(provider.decode(frame, facts).events.length).toBeGreaterThan(0);
      }),
    );
  });
});
