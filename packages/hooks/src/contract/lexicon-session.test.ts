import {
  CHAT_WITH_HISTORY,
  type LexiconOptions,
  type Simulator,
  startLexicon,
} from '@parley/simulators';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';

import { createLexiconChat } from '../providers/lexicon/create-lexicon-chat.ts';
import { lexicon, type LexiconOptions as ProviderOptions } from '../providers/lexicon/lexicon.ts';
import { type ChatUnderTest, openChat, SECRET } from '../testing/open-chat.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from '../testing/until.ts';

async function serve(options: LexiconOptions = {}): Promise<Simulator> {
  const keys = { [SECRET]: 'tenant' };
  const simulator = await startLexicon({ port: 0, tokenDelayMs: 0, keys, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

function open(
  { url, restUrl }: Simulator,
  {
    lexicon: own,
    ...options
  }: ChatUnderTest & { readonly lexicon?: Partial<ProviderOptions> } = {},
) {
  const provider = lexicon({
    userId: 'user123',
    chatId: 'chat-uuid',
    apiKey: SECRET,
    url,
    restUrl,
    ...own,
  });
  return openChat(provider, options);
}

describe('history', () => {
  test('pages backwards to the beginning, without a gap and without a double', async () => {
    const simulator = await serve({ chatIds: [CHAT_WITH_HISTORY] });
    const { chat } = open(simulator, { lexicon: { chatId: CHAT_WITH_HISTORY } });
    chat.connect();
    await until(chat, isReady);
    const counts: number[] = [];
    while (chat.store.getState().history.hasMore) {
      expect(await chat.loadOlder()).toEqual({ ok: true });
      counts.push(chat.store.getState().messages.length);
    }
    expect(counts).toEqual([50, 100, 120]);
    const { messages } = chat.store.getState();
    expect(messages.map(({ createdAt }) => createdAt)).toEqual(
      messages.map(({ createdAt }) => createdAt).toSorted((a, b) => a - b),
    );
    expect(new Set(messages.map(({ serverId }) => serverId)).size).toBe(120);
  });

  test('a lost acknowledgement is repaired after the reconnect: confirmed once, its answer once', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, { speed: 20 });
    chat.sendMessage('first');
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    // The server takes the message and answers it; not one frame of that arrives.
    simulator.setFaults({ delayMs: 60 });
    chat.sendMessage('second');
    await eventually(() => expect(simulator.received).toHaveLength(2));
    simulator.drop();
    await until(chat, ({ connection }) => connection.status === 'reconnecting');
    expect(deliveries(chat.store.getState())).toEqual([
      'first: acknowledged',
      'second: unconfirmed',
    ]);
    simulator.setFaults({ delayMs: 0 });
    const state = await until(chat, (now) => textsOf(now, 'assistant').length === 2 && isCalm(now));
    expect(deliveries(state)).toEqual(['first: acknowledged', 'second: acknowledged']);
    expect(state.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
    expect(simulator.received.filter(({ request }) => request === undefined)).toHaveLength(2);
  });

  test('an answer that was cut is completed from the history', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, { speed: 20 });
    chat.sendMessage('drop');
    await until(chat, ({ connection }) => connection.status === 'reconnecting');
    const state = await until(chat, (now) => isReady(now) && now.messages[1]?.state === 'complete');
    expect(state.messages).toHaveLength(2);
    expect(textsOf(state, 'assistant')[0]).toMatch(/before the end\.$/u);
  });

  test('a repair brings what was missed, and not the past', async () => {
    const simulator = await serve({ chatIds: [CHAT_WITH_HISTORY] });
    const own = { chatId: CHAT_WITH_HISTORY };
    const { chat } = open(simulator, { speed: 20, lexicon: own });
    const other = open(simulator, { lexicon: own });
    chat.sendMessage('first');
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    chat.disconnect();
    other.chat.sendMessage('from my phone');
    await until(other.chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    chat.connect();
    const state = await until(chat, (now) => textsOf(now, 'assistant').length === 2);
    expect(textsOf(state, 'user')).toEqual(['first', 'from my phone']);
    expect(state.messages).toHaveLength(4);
    expect(state.history.hasMore).toBe(true);
  });

  test('without restUrl there is none, and it says so', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, { lexicon: { restUrl: undefined } });
    expect(await chat.loadOlder()).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(chat.store.getState().capabilities.history).toBe(false);
  });
});

describe('how the key travels', () => {
  test('changes with auth: dials anew, and keeps the transcript', async () => {
    const simulator = await serve();
    const dialed: { readonly query: readonly string[]; readonly headers: readonly string[] }[] = [];
    class WatchedSocket extends WebSocket {
      constructor(...[url, protocols, options]: ConstructorParameters<typeof WebSocket>) {
        super(url, protocols, options);
        const query = [...new URL(url).searchParams.keys()];
        dialed.push({ query, headers: Object.keys(options?.headers ?? {}) });
      }
    }
    const given = { userId: 'user123', chatId: 'chat-uuid', apiKey: SECRET, url: simulator.url };
    const runtime = { WebSocket: WatchedSocket };
    const { chat, session } = openChat(lexicon({ ...given, auth: 'query' }), { runtime });
    chat.sendMessage('echo one');
    const before = await until(chat, (now) => isCalm(now) && now.messages.length === 2);

    session.update(lexicon({ ...given, auth: 'headers' }), { runtime });
    chat.sendMessage('echo two');
    const after = await until(chat, (now) => isCalm(now) && now.messages.length === 4);
    expect(dialed).toEqual([
      { query: ['api_key', 'user_id', 'chat_id'], headers: [] },
      { query: [], headers: ['X-API-Key', 'X-User-ID', 'X-Chat-ID'] },
    ]);
    expect(after.messages.slice(0, 2)).toEqual(before.messages);
    expect(deliveries(after)).toEqual(['echo one: acknowledged', 'echo two: acknowledged']);
    await eventually(() => expect(simulator.connections).toBe(1));
  });
});

describe('an answer that was stopped', () => {
  test('stays stopped when the platform goes on with it on the next socket', async () => {
    const simulator = await serve({ tokenDelayMs: 20 });
    const { chat, dials } = open(simulator, { speed: 20, lexicon: { restUrl: undefined } });
    // A second device sees how far the answer is: it gets the same frames.
    const phone = open(simulator, { lexicon: { restUrl: undefined } });
    phone.chat.connect();
    await until(phone.chat, isReady);
    const words = `echo ${'word '.repeat(80)}`.trim();
    chat.sendMessage(words);
    await until(chat, (now) => (textsOf(now, 'assistant')[0] ?? '') !== '');
    chat.stop();
    const stopped = chat.store.getState();
    simulator.drop();
    await until(chat, ({ connection }) => connection.status === 'reconnecting');
    await Promise.all([until(chat, isReady), until(phone.chat, isReady)]);
    await until(phone.chat, ({ messages }) => messages.at(-1)?.state === 'streaming');
    await until(phone.chat, ({ messages }) => messages.at(-1)?.state === 'complete');
    const { messages } = await until(chat, isCalm);
    expect(messages).toEqual(stopped.messages);
    expect(dials()).toBe(2);

    chat.sendMessage('echo next');
    const over = await until(
      chat,
      (now) => isCalm(now) && now.messages.at(-1)?.state === 'complete',
    );
    expect(deliveries(over)).toEqual([`${words}: acknowledged`, 'echo next: acknowledged']);
    expect(over.messages.map(({ state }) => state).filter(Boolean)).toEqual([
      'interrupted',
      'complete',
    ]);
  });
});

describe('other devices', () => {
  test('a message of another device appears once, and takes no acknowledgement of mine', async () => {
    const simulator = await serve();
    const mine = open(simulator);
    const phone = open(simulator);
    mine.chat.connect();
    phone.chat.connect();
    await Promise.all([until(mine.chat, isReady), until(phone.chat, isReady)]);
    phone.chat.sendMessage('from my phone');
    const seen = await until(
      mine.chat,
      (now) => isCalm(now) && textsOf(now, 'assistant').length > 0,
    );
    expect(deliveries(seen)).toEqual(['from my phone: acknowledged']);
    mine.chat.sendMessage('other tab');
    const state = await until(
      mine.chat,
      (now) => isCalm(now) && textsOf(now, 'assistant').length > 1,
    );
    expect(deliveries(state)).toEqual([
      'from my phone: acknowledged',
      'other tab: acknowledged',
      'And this I wrote on my phone.: acknowledged',
    ]);
  });
});

describe('limits', () => {
  test('thirty messages at once leave at the vendor’s pace, in order', async () => {
    // The provider's own pace. The server does not count: in the same process it sees late what left in time.
    const simulator = await serve({ rateLimit: { perSecond: 1000 } });
    const { chat, writes } = open(simulator, { speed: 20 });
    const texts = Array.from({ length: 30 }, (_, index) => `number ${index}`);
    texts.forEach((text) => chat.sendMessage(text));
    const state = await until(
      chat,
      (now) =>
        isCalm(now) && deliveries(now).length === 30 && textsOf(now, 'assistant').length >= 30,
    );
    expect(textsOf(state, 'user')).toEqual(texts);
    const windows = writes.slice(10).map((time, index) => time - writes[index]!);
    expect(Math.min(...windows)).toBeGreaterThan(1000);
  });

  test('an error that says rate slows the pace down', async () => {
    const simulator = await serve();
    const { chat, writes } = open(simulator, { pace: { frames: 10, perMs: 1000 } });
    chat.sendMessage('rate limit');
    await until(chat, ({ error }) => error?.code === 'rate-limited');
    const before = writes.length;
    chat.sendMessage('one');
    chat.sendMessage('two');
    await eventually(() => expect(writes).toHaveLength(before + 2));
    // Twice the usual gap of 100 ms.
    expect(writes[before + 1]! - writes[before]!).toBeGreaterThanOrEqual(200);
  });

  test('a missing acknowledgement makes the message unconfirmed and slows the pace down', async () => {
    const simulator = await serve();
    const { chat, clock, writes } = open(simulator, {
      lexicon: { restUrl: undefined },
      deadlines: { acknowledgeMs: 9000 },
    });
    chat.connect();
    await until(chat, isReady);
    simulator.setFaults({ swallow: 1 });
    chat.sendMessage('lost');
    await eventually(() => expect(simulator.faults.swallow).toBe(0));
    clock.advanceToNext();
    await until(chat, ({ messages }) => messages[0]?.delivery === 'unconfirmed');
    chat.sendMessage('one');
    chat.sendMessage('two');
    await eventually(() => expect(writes).toHaveLength(3));
    expect(writes[2]! - writes[1]!).toBeGreaterThanOrEqual(200);
  });
});

describe('errors', () => {
  test('a chat that does not exist is failed and final, with what to check', async () => {
    const simulator = await serve();
    const { chat, clock } = open(simulator, { lexicon: { chatId: 'nowhere' } });
    chat.sendMessage('kept');
    const { connection } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({
      reason: { code: 'not-found', providerCode: 'CHAT_NOT_FOUND', fix: expect.any(String) },
    });
    expect(deliveries(chat.store.getState())).toEqual(['kept: queued']);
    expect(clock.pending()).toBe(0);
  });

  test('a key that is revoked in the middle ends in failed', async () => {
    const simulator = await serve();
    const { chat, clock } = open(simulator);
    chat.sendMessage('revoke');
    const { connection } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({
      reason: { code: 'unauthorized', providerCode: 'AUTH_ERROR' },
    });
    expect(clock.pending()).toBe(0);
  });

  test('an unknown error is shown, and the chat goes on', async () => {
    const simulator = await serve();
    const { chat, dials } = open(simulator);
    chat.sendMessage('error');
    await until(chat, ({ error }) => error?.providerCode === 'AI_UNAVAILABLE');
    chat.sendMessage('go on');
    await until(chat, (now) => textsOf(now, 'assistant').length === 1);
    expect(dials()).toBe(1);
  });

  test('an error that is long past does not explain a later close', async () => {
    const simulator = await serve();
    const { chat, clock } = open(simulator, { speed: 100 });
    chat.sendMessage('error');
    await until(chat, ({ error }) => error?.providerCode === 'AI_UNAVAILABLE');
    const toldAt = clock.now();
    await eventually(() => expect(clock.now() - toldAt).toBeGreaterThan(2000));
    simulator.drop();
    const { connection } = await until(chat, (now) => now.connection.status === 'reconnecting');
    expect(connection).toMatchObject({
      reason: { code: 'unreachable', message: 'The server cannot be reached.' },
    });
  });

  test('a connection without the confirmation of the chat is given up and dialled again', async () => {
    const simulator = await serve();
    simulator.setFaults({ hang: true });
    const { chat } = open(simulator, { speed: 20, deadlines: { readyMs: 5000 } });
    chat.sendMessage('kept');
    const { connection } = await until(chat, (now) => now.connection.status === 'reconnecting');
    expect(connection).toMatchObject({ reason: { code: 'unreachable', fix: expect.any(String) } });
    simulator.setFaults({ hang: false });
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  });
});

describe('a chat that a function makes', () => {
  test('is made once, whatever is dialled meanwhile, and again by a reset', async () => {
    const simulator = await serve();
    let made = 0;
    const { chat, session } = open(simulator, {
      lexicon: {
        chatId: () => {
          made += 1;
          return createLexiconChat({
            userId: 'user123',
            apiKey: SECRET,
            restUrl: simulator.restUrl,
          });
        },
      },
    });
    chat.connect();
    // What StrictMode does to every hook: everything undone in the middle, and begun again.
    await Promise.resolve().then(() => Promise.resolve());
    session.release();
    chat.connect();
    chat.reconnect();
    const before = await until(chat, isReady);
    expect(made).toBe(1);
    chat.reset();
    await until(
      chat,
      (now) => isReady(now) && now.session.id !== undefined && now.session.id !== before.session.id,
    );
    expect(made).toBe(2);
  });

  test('a refusal is the reason of failed, in the words of the server', async () => {
    const simulator = await serve();
    const { chat, clock } = open(simulator, {
      lexicon: {
        chatId: () =>
          createLexiconChat({
            userId: 'user123',
            apiKey: `wrong-${SECRET}`,
            restUrl: simulator.restUrl,
          }),
      },
    });
    chat.sendMessage('kept');
    const { connection, error } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({ reason: { code: 'unauthorized', providerCode: '401' } });
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(clock.pending()).toBe(0);
    expect(deliveries(chat.store.getState())).toEqual(['kept: queued']);
  });

  test('a server that is down is tried again, and said so', async () => {
    const simulator = await serve();
    simulator.setFaults({ refuse: true });
    const { chat, connections } = open(simulator, {
      speed: 20,
      lexicon: {
        chatId: () =>
          createLexiconChat({ userId: 'user123', apiKey: SECRET, restUrl: simulator.restUrl }),
      },
    });
    chat.sendMessage('kept');
    const { connection } = await until(chat, (now) => now.connection.status === 'reconnecting');
    expect(connection).toMatchObject({ reason: { code: 'server', retryable: true } });
    simulator.setFaults({ refuse: false });
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(connections).not.toContain('failed');
  });

  test('what a function throws is not shown: it may hold a key', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, {
      speed: 20,
      lexicon: {
        chatId: () => {
          throw new Error(`fetch failed: https://host/?key=${SECRET}`, { cause: { key: SECRET } });
        },
      },
    });
    chat.connect();
    const { connection } = await until(chat, (now) => now.connection.status === 'reconnecting');
    expect(connection).toMatchObject({
      reason: { code: 'unreachable', fix: expect.stringContaining('function') },
    });
  });
});
