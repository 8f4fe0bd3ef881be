import { afterEach, describe, expect, it } from 'vitest';

import type { HandoffState } from '../chat/chat-state.ts';
import { createManualEnvironment } from '../connection/testing/manual-environment.ts';
import { type SocketServer, startSocketServer } from '../connection/testing/socket-server.ts';
import { aui } from '../providers/aui/aui.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { createTrackedClock, type TrackedClock } from '../testing/tracked-clock.ts';
import { eventually, isReady, until } from '../testing/until.ts';

const SILENCE_MS = 30_000;
/** Who has the conversation, as the platform says it. */
const ANSWERS: Readonly<Record<'bot' | 'requested' | 'agent', readonly object[]>> = {
  bot: [{ escalation: true }, { escalation: false }],
  requested: [{ escalation: true }],
  agent: [{ escalation: true }, {}],
};

let server: SocketServer | undefined;
afterEach(() => server?.stop());

/** A clock that can be ahead of its timers: the machine slept. */
function sleeper(): TrackedClock & { sleep(ms: number): void } {
  const clock = createTrackedClock();
  let sleptMs = 0;
  return {
    ...clock,
    now: () => clock.now() + sleptMs,
    sleep(ms) {
      sleptMs += ms;
    },
  };
}

/** A chat that is ready, whose conversation this one has, and that has been silent for so long. */
async function silent(handoff: HandoffState & keyof typeof ANSWERS, ms: number) {
  const opened = await startSocketServer();
  server = opened;
  const clock = sleeper();
  const environment = createManualEnvironment();
  const ids = { deploymentKey: 'd', channelKey: 'c-en-US', conversationId: 'conversation' };
  const provider = nlx({ ...ids, transport: 'websocket', apiKey: SECRET, url: opened.url });
  const { chat, dials } = openChat(provider, { clock, runtime: { environment } });
  chat.connect();
  const socket = await opened.next();
  ANSWERS[handoff].forEach((metadata, index) => {
    const messages = [{ messageId: `m${index}`, text: `answer ${index}` }];
    socket.send(JSON.stringify({ conversationId: ids.conversationId, messages, metadata }));
  });
  await until(chat, (state) => isReady(state) && state.messages.length > 0);
  await until(chat, (state) => state.handoff === handoff);
  await until(chat, ({ messages }) => messages.length === ANSWERS[handoff].length);
  clock.sleep(ms);
  return { chat, dials, environment, server: opened };
}

it('a page that is looked at again keeps the connection of a turn that is seconds old', async () => {
  const opened = await startSocketServer();
  server = opened;
  const clock = sleeper();
  const environment = createManualEnvironment();
  const provider = aui({ taskId: 't', apiKey: SECRET, url: opened.url });
  const { chat, dials } = openChat(provider, { clock, runtime: { environment } });
  chat.connect();
  const socket = await opened.next();
  await until(chat, isReady);
  clock.sleep(2 * SILENCE_MS);
  chat.sendMessage('hello');
  await opened.until(() => opened.received.length === 1);
  clock.sleep(SILENCE_MS / 10);
  environment.emit('hidden');
  environment.emit('visible');
  const sender = { id: 'agent', type: 'agent' };
  socket.send(JSON.stringify({ id: '1', sender, text: 'hello to you' }));
  const { messages } = await until(chat, (state) => state.messages.length === 2);
  expect(messages).toMatchObject([{ delivery: 'acknowledged' }, { role: 'assistant' }]);
  expect(dials()).toBe(1);
});

describe.each(['online', 'visible'] as const)('a page that is %s again', (event) => {
  it('dials anew after more than 30 s of silence of a bot', async () => {
    const { chat, dials, environment } = await silent('bot', SILENCE_MS + 1);
    environment.emit(event);
    expect(chat.store.getState().connection.status).not.toBe('ready');
    await eventually(() => expect(dials()).toBe(2));
  });

  it('keeps a connection that a bot has spoken over lately', async () => {
    const { chat, dials, environment } = await silent('bot', SILENCE_MS / 2);
    environment.emit(event);
    expect(chat.store.getState().connection.status).toBe('ready');
    expect(dials()).toBe(1);
  });

  it.each(['requested', 'agent'] as const)(
    'keeps the connection of a person (%s), however long the silence was',
    async (handoff) => {
      const { chat, dials, environment, server: there } = await silent(handoff, 10 * SILENCE_MS);
      environment.emit(event);
      expect(chat.store.getState().connection.status).toBe('ready');
      expect(dials()).toBe(1);
      // And that connection is heard.
      const messages = [{ messageId: 'later', text: 'still here' }];
      there.sockets[0]?.send(JSON.stringify({ conversationId: 'conversation', messages }));
      await until(chat, (state) => JSON.stringify(state.messages).includes('still here'));
      expect(there.requests.length).toBe(1);
    },
  );

  it('dials anew where a person speaks over any connection (AUI)', async () => {
    const opened = await startSocketServer();
    server = opened;
    const clock = sleeper();
    const environment = createManualEnvironment();
    const provider = aui({ taskId: 't', apiKey: SECRET, url: opened.url });
    const { chat, dials } = openChat(provider, { clock, runtime: { environment } });
    chat.connect();
    const socket = await opened.next();
    socket.send(JSON.stringify({ id: '1', sender: { id: 'p', type: '3p' }, text: 'a person' }));
    await until(chat, (state) => state.handoff === 'agent');
    clock.sleep(SILENCE_MS + 1);
    environment.emit(event);
    await eventually(() => expect(dials()).toBe(2));
  });
});
