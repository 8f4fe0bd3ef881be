import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startNlx, type NlxSimulator } from '@parley/simulators';
import { describe, expect, onTestFinished, test } from 'vitest';

import { startSocketServer } from '../connection/testing/socket-server.ts';
import type { NlxOptions } from '../providers/nlx/nlx-options.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import { type ChatUnderTest, openChat, SECRET } from '../testing/open-chat.ts';
import { isCalm, isReady, textsOf, until } from '../testing/until.ts';

const KEYS = { deploymentKey: 'dep', channelKey: 'chan-en-US', apiKey: SECRET };

async function simulate(): Promise<NlxSimulator> {
  const simulator = await startNlx({ port: 0, latencyMs: 0, onSocketClose: 'keep' });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** A chat that is ready on a socket of this simulator. */
async function openSocket(simulator: NlxSimulator, options: ChatUnderTest = {}) {
  const provider = nlx({ ...KEYS, transport: 'websocket', url: simulator.url });
  const opened = openChat(provider, { speed: 20, ...options });
  opened.chat.connect();
  await until(opened.chat, isReady);
  return opened;
}

/** A chat that is ready on a socket that only names the conversation. */
async function losing(options: Partial<NlxOptions> = {}) {
  const server = await startSocketServer({
    onSocket: (socket) => socket.send('{"conversationId":"c"}'),
  });
  onTestFinished(() => server.stop());
  const provider = nlx({ ...KEYS, transport: 'websocket', url: server.url, ...options });
  const opened = openChat(provider, { speed: 20 });
  opened.chat.connect();
  await until(opened.chat, isReady);
  return { ...opened, server };
}

/** A server whose socket says this to whatever it hears. */
async function answering(frame: object) {
  const server = await startSocketServer({
    onSocket: (socket) => {
      socket.send('{"conversationId":"c"}');
      socket.on('message', () => socket.send(JSON.stringify(frame)));
    },
  });
  onTestFinished(() => server.stop());
  const { chat, errors } = openChat(nlx({ ...KEYS, transport: 'websocket', url: server.url }));
  return { chat, errors };
}

/** A server that answers every request with this. */
async function answeringHttp(status: number, body: object): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

describe('a request for a person', () => {
  test('waits for the answer before it, as a machine answers it', async () => {
    const { chat, server } = await losing();
    chat.sendMessage('hello');
    chat.requestAgent();
    await server.until(() => server.received.length > 0);
    const [socket] = server.sockets;
    const pong = new Promise((resolve) => socket?.once('pong', resolve));
    socket?.ping();
    await pong;
    expect(server.received).toHaveLength(1);
    socket?.send('{"messages":[{"text":"Hi"}]}');
    await server.until(() => server.received.length === 2);
    expect(chat.store.getState().status).toBe('submitted');
  });

  test('that is lost with its socket is no longer waited for, and that is said', async () => {
    const { chat, errors, server } = await losing();
    chat.requestAgent();
    await server.until(() => server.received.length === 1);
    expect(chat.store.getState().handoff).toBe('requested');
    server.sockets[0]?.terminate();
    const state = await until(chat, ({ connection }) => connection.status === 'reconnecting');
    expect(state).toMatchObject({ handoff: 'bot', error: { code: 'aborted', retryable: true } });
    expect((await until(chat, isReady)).error?.code).toBe('aborted');
    expect(errors).toHaveLength(1);
    chat.requestAgent();
    await server.until(() => server.received.length === 2);
    const called = { messages: [{ text: 'One moment' }], metadata: { escalation: true } };
    server.sockets[1]?.send(JSON.stringify(called));
    const { handoff } = await until(chat, (now) => isCalm(now) && now.messages.length > 0);
    expect(handoff).toBe('requested');
  });

  test('that nobody answers in time is given up', async () => {
    const simulator = await simulate();
    const { chat } = await openSocket(simulator, { deadlines: { answerMs: 2000 } });
    simulator.setFaults({ swallow: 1 });
    chat.requestAgent();
    const state = await until(chat, ({ handoff }) => handoff === 'bot');
    expect(state.error?.code).toBe('timeout');
  });

  test('that waited for its socket is asked, answered, and given up like any other', async () => {
    const simulator = await simulate();
    const provider = nlx({ ...KEYS, transport: 'websocket', url: simulator.url });
    const { chat } = openChat(provider, { speed: 20, deadlines: { answerMs: 2000 } });
    simulator.setFaults({ swallow: 1 });
    chat.requestAgent();
    expect(chat.store.getState().handoff).toBe('requested');
    const state = await until(chat, ({ handoff }) => handoff === 'bot');
    expect(state.error?.code).toBe('timeout');
  });

  test('that is answered with an error frame has failed', async () => {
    const { chat } = await answering({ message: 'Internal server error' });
    chat.requestAgent();
    const state = await until(chat, ({ handoff }) => handoff === 'bot');
    expect(state.error?.code).toBe('server');
  });

  test.each([
    ['says nothing of one', { messages: [{ text: 'Can I help?' }] }],
    ['says no', { messages: [{ text: 'All are busy' }], metadata: { escalation: false } }],
    ['is empty', { messages: [] }],
  ])('whose answer %s calls nobody', async (_name, answer) => {
    const { chat, errors } = await answering(answer);
    chat.requestAgent();
    const state = await until(chat, ({ handoff }) => handoff === 'bot');
    expect(state.error).toMatchObject({ code: 'rejected', message: 'No person has been called.' });
    expect(errors).toHaveLength(1);
  });

  test.each([
    [500, {}, 'server'],
    [200, { messages: [{ text: 'Can I help?' }] }, 'rejected'],
  ] as const)('over HTTP, answered with %i, calls nobody', async (status, body, code) => {
    const url = await answeringHttp(status, body);
    const { chat } = openChat(nlx({ ...KEYS, transport: 'http', url }));
    chat.requestAgent();
    expect(chat.store.getState().handoff).toBe('requested');
    const state = await until(chat, ({ handoff }) => handoff === 'bot');
    expect(state.error?.code).toBe(code);
  });

  test('over HTTP ends with the word that nobody can be heard here, each time', async () => {
    const simulator = await simulate();
    const { chat } = openChat(nlx({ ...KEYS, transport: 'http', url: simulator.restUrl }));
    for (const times of [1, 2]) {
      chat.requestAgent();
      const state = await until(chat, (now) => textsOf(now, 'system').length === times);
      expect(state.messages.at(-1)?.metadata).toEqual({ notice: 'agent-elsewhere' });
      await until(chat, ({ handoff, status }) => handoff === 'bot' && status === 'ready');
    }
    expect(chat.store.getState().error).toBeNull();
  });
});

describe('a structured request that shows no message', () => {
  test('and is lost with its socket is said to be in doubt, also when that is there again', async () => {
    const { chat, errors, server } = await losing();
    expect(chat.sendStructured({ intentId: 'BookFlight' })).toMatchObject({ ok: true });
    await server.until(() => server.received.length === 1);
    server.sockets[0]?.terminate();
    await until(chat, ({ connection }) => connection.status === 'reconnecting');
    const state = await until(chat, isReady);
    expect(state.messages).toEqual([]);
    expect(state.error).toMatchObject({ code: 'aborted', retryable: true });
    expect(errors.map(({ code }) => code)).toEqual(['aborted']);
    expect(server.received).toHaveLength(1);
  });

  test('says nothing of a welcome that was lost: nobody asked for it', async () => {
    const { chat, server } = await losing({ welcome: true });
    await server.until(() => server.received.length === 1);
    server.sockets[0]?.terminate();
    await until(chat, ({ connection }) => connection.status === 'reconnecting');
    expect((await until(chat, isReady)).error).toBeNull();
  });
});
