import { type AuiOptions as ServerOptions, type Simulator, startAui } from '@parley/simulators';
import { describe, expect, onTestFinished, test } from 'vitest';

import { aui, type AuiOptions } from '../providers/aui/aui.ts';
import { createAuiTask } from '../providers/aui/create-aui-task.ts';
import { type ChatUnderTest, openChat, SECRET } from '../testing/open-chat.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from '../testing/until.ts';

const TASK = '68e78d0dc5a4b19a030d03d6';

async function serve(options: ServerOptions = {}): Promise<Simulator> {
  const simulator = await startAui({ port: 0, tokenDelayMs: 0, keys: [SECRET], ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

function open(
  { url, restUrl }: Simulator,
  { aui: own, ...options }: ChatUnderTest & { readonly aui?: Partial<AuiOptions> } = {},
) {
  return openChat(aui({ taskId: TASK, apiKey: SECRET, url, restUrl, ...own }), options);
}

const asked = ({ received }: Simulator): readonly unknown[] =>
  received.flatMap(({ frame, request }) =>
    request === undefined ? [(frame as { text?: string }).text] : [],
  );

describe('tasks', () => {
  test('a task brings its welcome and its suggestions; a suggestion is sent as its text', async () => {
    const simulator = await serve();
    const { restUrl } = simulator;
    const taskId = () => createAuiTask({ userId: 'user123', apiKey: SECRET, restUrl });
    const { chat } = open(simulator, { aui: { taskId } });
    chat.connect();
    const { messages, suggestions } = await until(chat, isReady);
    expect(messages).toMatchObject([{ role: 'assistant', state: 'complete' }]);
    expect(suggestions).toHaveLength(2);
    chat.choose(suggestions[0]!);
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 1);
    expect(deliveries(state)).toEqual([`${suggestions[0]!.text}: acknowledged`]);
    expect(await chat.loadOlder()).toEqual({ ok: true });
    expect(chat.store.getState().messages).toHaveLength(3);
  });

  test('a task that cannot be made for its key is failed, and final', async () => {
    const simulator = await serve();
    const { restUrl } = simulator;
    const taskId = () => createAuiTask({ userId: 'user123', apiKey: `wrong-${SECRET}`, restUrl });
    const { chat, clock } = open(simulator, { aui: { taskId } });
    chat.sendMessage('kept');
    const { connection } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({ reason: { code: 'unauthorized' } });
    expect(clock.pending()).toBe(0);
  });
});

describe('history', () => {
  test('what it has is not sent again when the key is refused', async () => {
    const simulator = await serve({ thinkDelayMs: 600_000 });
    const { chat } = open(simulator);
    chat.sendMessage('once');
    await eventually(() => expect(asked(simulator)).toEqual(['once']));
    expect(await chat.loadOlder()).toEqual({ ok: true });
    expect(deliveries(chat.store.getState())).toEqual(['once: acknowledged']);

    simulator.push({ status_code: 401, description: 'Unauthorized', message: 'Revoked' });
    await until(chat, ({ connection }) => connection.status === 'failed');
    chat.connect();
    chat.sendMessage('twice');
    await eventually(() => expect(asked(simulator)).toHaveLength(2));
    expect(asked(simulator)).toEqual(['once', 'twice']);
  });

  test('loaded after the fact, it doubles nothing', async () => {
    const simulator = await serve();
    const { chat } = open(simulator);
    for (const text of ['one', 'one', 'two']) {
      chat.sendMessage(text);
    }
    const before = await until(
      chat,
      (now) => isCalm(now) && textsOf(now, 'assistant').length === 3,
    );
    expect(await chat.loadOlder()).toEqual({ ok: true });
    const { messages } = chat.store.getState();
    expect(messages.map(({ id }) => id)).toEqual(before.messages.map(({ id }) => id));
    expect(messages.every(({ serverId }) => serverId !== undefined)).toBe(true);
  });

  test('a drop in the middle of an answer is repaired from it', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, { speed: 20 });
    chat.sendMessage('first');
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    chat.sendMessage('drop');
    await until(chat, ({ connection }) => connection.status === 'reconnecting');
    const state = await until(chat, (now) => isReady(now) && now.messages[3]?.state === 'complete');
    expect(state.messages).toHaveLength(4);
    expect(textsOf(state, 'assistant')[1]).toMatch(/goes dead\.$/u);
    expect(asked(simulator)).toEqual(['first', 'drop']);
  });

  test('without it the part that came stays, as interrupted', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, { speed: 20, aui: { restUrl: undefined } });
    chat.sendMessage('drop');
    const { messages } = await until(
      chat,
      ({ connection }) => connection.status === 'reconnecting',
    );
    expect(messages.at(-1)).toMatchObject({ role: 'assistant', state: 'interrupted' });
    await until(chat, isReady);
    expect(chat.store.getState().messages.at(-1)?.state).toBe('interrupted');
  });
});

describe('errors and closes', () => {
  test('an error frame and the close after it are one error; what waits goes into the next socket', async () => {
    const simulator = await serve();
    const { chat, errors, dials } = open(simulator, { speed: 20, aui: { restUrl: undefined } });
    chat.sendMessage('moderation');
    chat.sendMessage('after');
    const state = await until(chat, (now) => isReady(now) && textsOf(now, 'assistant').length > 0);
    expect(deliveries(state)).toEqual(['moderation: failed', 'after: acknowledged']);
    expect(errors).toEqual([expect.objectContaining({ code: 'rejected', providerCode: '400' })]);
    expect(asked(simulator)).toEqual(['moderation', 'after']);
    expect(dials()).toBe(2);
  });

  test('an error frame without a close fails its message, and the socket stays', async () => {
    const simulator = await serve();
    const { chat, dials, writes } = open(simulator, { speed: 20 });
    chat.sendMessage('failure');
    chat.sendMessage('after');
    const state = await until(
      chat,
      (now) => textsOf(now, 'assistant').length > 0 && now.status === 'ready',
    );
    expect(deliveries(state)).toEqual(['failure: failed', 'after: acknowledged']);
    expect(dials()).toBe(1);
    // Not into a socket that may be about to close.
    expect(writes[1]! - writes[0]!).toBeGreaterThanOrEqual(2000);
  });

  test('a bare 1008 after a write fails that message; the chat goes on', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, { speed: 20 });
    chat.sendMessage('bare');
    chat.sendMessage('after');
    const state = await until(chat, (now) => isReady(now) && textsOf(now, 'assistant').length > 0);
    expect(state.messages[0]).toMatchObject({ delivery: 'failed', error: { code: 'rejected' } });
    expect(asked(simulator)).toEqual(['bare', 'after']);
  });

  test('a second bare 1008 on the fresh socket is the key’s', async () => {
    const simulator = await serve();
    const { chat, clock } = open(simulator, { speed: 20 });
    chat.sendMessage('bare');
    chat.sendMessage('bare again');
    const { connection } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({ reason: { code: 'unauthorized' } });
    expect(clock.pending()).toBe(0);
  });

  test('a bare 1008 after one that a frame explained is the first bare one', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, { speed: 20, aui: { restUrl: undefined } });
    chat.sendMessage('moderation');
    chat.sendMessage('bare');
    chat.sendMessage('after');
    const state = await until(chat, (now) => isReady(now) && textsOf(now, 'assistant').length > 0);
    expect(deliveries(state)).toEqual([
      'moderation: failed',
      'bare: failed',
      'after: acknowledged',
    ]);
  });

  test.each([
    ['expired', 'unauthorized'],
    ['gone', 'not-found'],
    ['unauthorized', 'unauthorized'],
  ])('"%s" is failed with %s, and final', async (text, code) => {
    const simulator = await serve();
    const { chat, clock, dials } = open(simulator);
    chat.sendMessage(text);
    const { connection } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({ reason: { code } });
    expect(clock.pending()).toBe(0);
    expect(dials()).toBe(1);
  });

  test('a key refused with its frame or without is failed', async () => {
    for (const authFrame of [true, false]) {
      const simulator = await serve({ authFrame });
      const { chat } = open(simulator, { aui: { apiKey: `wrong-${SECRET}` } });
      chat.connect();
      const { connection } = await until(chat, (now) => now.connection.status === 'failed');
      expect(connection).toMatchObject({ reason: { code: 'unauthorized' } });
    }
  });

  test('4003 pauses what waits and sends it later', async () => {
    const simulator = await serve();
    const { chat, connections } = open(simulator, { speed: 50 });
    chat.sendMessage('rate limit');
    chat.sendMessage('after');
    const { connection } = await until(chat, (now) => now.connection.status === 'reconnecting');
    expect(connection).toMatchObject({ reason: { code: 'rate-limited' } });
    await until(chat, (now) => isReady(now) && textsOf(now, 'assistant').length > 0);
    expect(connections).not.toContain('failed');
    expect(asked(simulator)).toEqual(['rate limit', 'after']);
  });

  test('a close right after a burst slows the pace down', async () => {
    const simulator = await serve();
    const { chat, writes } = open(simulator, {
      aui: { parallelTurns: true, restUrl: undefined },
    });
    chat.connect();
    await until(chat, isReady);
    ['one', 'two', 'three'].forEach((text) => chat.sendMessage(text));
    await until(chat, (now) => textsOf(now, 'assistant').length === 3);
    simulator.drop();
    await until(chat, ({ connection }) => connection.status === 'reconnecting');
    chat.sendMessage('four');
    chat.sendMessage('five');
    await eventually(() => expect(writes).toHaveLength(5));
    // Twice the usual gap of 200 ms.
    expect(writes[4]! - writes[3]!).toBeGreaterThanOrEqual(400);
  });
});

test('a human is told by who speaks, and owes no answer in time', async () => {
  const simulator = await serve();
  const { chat } = open(simulator);
  chat.sendMessage('agent');
  await until(chat, (now) => now.handoff === 'agent' && textsOf(now, 'agent').length === 2);
  chat.sendMessage('are you there');
  expect(chat.store.getState().status).toBe('ready');
  chat.sendMessage('back to the bot');
  await until(chat, (now) => textsOf(now, 'agent').length === 4);
  chat.sendMessage('go on');
  const state = await until(chat, (now) => now.handoff !== 'agent' && now.status === 'ready');
  expect(textsOf(state, 'user')).toHaveLength(4);
});
