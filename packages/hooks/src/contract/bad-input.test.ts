/** What goes wrong before, beside and instead of an answer, for every provider. */
import { startAui, startLexicon, startNlx, type Simulator } from '@parley/simulators';
import { describe, expect, onTestFinished, test } from 'vitest';

import type { ChatMessage } from '../chat/chat-message.ts';
import type { Source } from '../connection/credential.ts';
import { aui } from '../providers/aui/aui.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import type { Provider } from '../providers/provider.ts';
import { startRestServer } from '../providers/testing/rest-server.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { deliveries, eventually, isCalm, textsOf, until } from '../testing/until.ts';

type Place = Pick<Simulator, 'url' | 'restUrl'>;

interface Subject {
  readonly start: () => Promise<Simulator>;
  readonly provider: (place: Place, apiKey?: Source<string>) => Provider;
}

const NLX = { deploymentKey: 'dep', channelKey: 'chan-en-US' };

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'NLX over a socket': {
    start: () => startNlx({ port: 0, latencyMs: 0 }),
    provider: ({ url }, apiKey = SECRET) => nlx({ ...NLX, transport: 'websocket', url, apiKey }),
  },
  'NLX over HTTP': {
    start: () => startNlx({ port: 0, latencyMs: 0 }),
    provider: ({ restUrl }, apiKey = SECRET) =>
      nlx({ ...NLX, transport: 'http', url: restUrl, apiKey }),
  },
  Lexicon: {
    start: () => startLexicon({ port: 0, tokenDelayMs: 0, keys: { [SECRET]: 'tenant' } }),
    provider: ({ url }, apiKey = SECRET) =>
      lexicon({ userId: 'user123', chatId: 'chat-uuid', url, apiKey }),
  },
  AUI: {
    start: () => startAui({ port: 0, tokenDelayMs: 0, keys: [SECRET] }),
    provider: ({ url }, apiKey = SECRET) =>
      aui({ taskId: '68e78d0dc5a4b19a030d03d6', url, apiKey }),
  },
};

// Out of TypeScript's sight: what untyped code can pass.
const unchecked = (value: unknown): never => value as never;

const circle: Record<string, unknown> = {};
circle['self'] = circle;

describe.each(Object.entries(SUBJECTS))('%s', (_name, { start, provider }) => {
  async function serve(): Promise<Simulator> {
    const simulator = await start();
    onTestFinished(() => simulator.close());
    return simulator;
  }

  test.each<[string, unknown, string]>([
    ['blank text', ' \n\t', 'invalid-message'],
    ['no text', '', 'invalid-message'],
    ['undefined', { text: undefined }, 'invalid-message'],
    ['a number', { text: 7 }, 'invalid-message'],
    ['oversized text', 'x'.repeat(100_001), 'too-large'],
    ['metadata that is no object', { text: 'hi', metadata: [1] }, 'invalid-message'],
    ['metadata with a function', { text: 'hi', metadata: { run: () => 1 } }, 'invalid-message'],
    ['metadata in a circle', { text: 'hi', metadata: circle }, 'invalid-message'],
    ['metadata with NaN', { text: 'hi', metadata: { n: Number.NaN } }, 'invalid-message'],
  ])('refuses %s at once, and shows and sends nothing', async (_what, message, code) => {
    const simulator = await serve();
    const { chat } = openChat(provider(simulator));
    expect(chat.sendMessage(unchecked(message))).toMatchObject({ ok: false, error: { code } });
    expect(chat.store.getState()).toMatchObject({ messages: [], connection: { status: 'idle' } });
    chat.sendMessage('echo fine');
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(textsOf(chat.store.getState(), 'user')).toEqual(['echo fine']);
  });

  test('a queue that is full refuses the next message, and loses none', async () => {
    const simulator = await serve();
    const { chat } = openChat(provider(simulator), { enabled: false });
    for (let index = 0; index < 200; index += 1) {
      expect(chat.sendMessage(`echo ${index}`).ok).toBe(true);
    }
    expect(chat.sendMessage('one more')).toMatchObject({
      ok: false,
      error: { code: 'queue-full' },
    });
    expect(chat.store.getState().messages).toHaveLength(200);
    expect(chat.discard(chat.store.getState().messages[0]!.id)).toEqual({ ok: true });
    expect(chat.sendMessage('one more')).toMatchObject({ ok: true });
  });

  test('actions that mean nothing here are values, not exceptions', async () => {
    const simulator = await serve();
    const { chat } = openChat(provider(simulator));
    const error = { code: expect.any(String), message: expect.any(String) };
    expect(chat.retry('nobody')).toMatchObject({ ok: false, error });
    expect(chat.edit('nobody')).toMatchObject({ ok: false, error });
    expect(chat.discard('nobody')).toMatchObject({ ok: false, error });
    expect(await chat.sendFeedback('nobody', { rating: 1 })).toMatchObject({ ok: false, error });
    expect(await chat.upload([]).finished).toMatchObject({ ok: false, error });
    expect(await chat.loadOlder()).toMatchObject({ ok: false, error });
    expect(chat.sendStructured(unchecked(null))).toMatchObject({ ok: false, error });
    chat.stop();
    chat.clear();
    chat.clearError();
    expect(chat.store.getState().messages).toEqual([]);
  });

  test('incomplete options stay idle and dial nothing; complete ones deliver what waits', async () => {
    const simulator = await serve();
    const incomplete = { ...provider(simulator), incomplete: 'something' };
    const { chat, session, dials } = openChat(incomplete);
    chat.connect();
    chat.sendMessage('echo kept');
    expect(chat.store.getState().connection.status).toBe('idle');
    expect(dials()).toBe(0);
    session.update(provider(simulator), {});
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(deliveries(state)).toEqual(['echo kept: acknowledged']);
  });

  test('a key function that fails is tried again, and the message waits', async () => {
    const simulator = await serve();
    let isBroken = true;
    const apiKey = (): string => {
      if (isBroken) {
        throw new Error(`no key: ${SECRET}`);
      }
      return SECRET;
    };
    const { chat } = openChat(provider(simulator, apiKey), { speed: 20 });
    chat.sendMessage('echo kept');
    const { connection, error, messages } = await until(
      chat,
      (now) => now.connection.status === 'reconnecting' || now.error !== null,
    );
    const shown = connection.status === 'reconnecting' ? connection.reason : error;
    expect(messages[0]?.delivery).toBe('queued');
    expect(shown).toMatchObject({ code: 'unreachable', fix: expect.stringContaining('function') });
    isBroken = false;
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  });
});

describe('NLX over HTTP, answered by something else', () => {
  test.each<[string, number, string, string, ChatMessage['delivery']?]>([
    ['a page', 200, '<html><body>Hello</body></html>', 'protocol', 'unconfirmed'],
    ['nothing', 200, '', 'protocol', 'unconfirmed'],
    ['a list', 200, '[1,2]', 'protocol', 'unconfirmed'],
    ['bad request', 400, '<html>', 'rejected'],
    ['forbidden', 403, '', 'unauthorized'],
    ['not found', 404, 'Not found', 'not-found'],
    ['too large', 413, '', 'too-large'],
    ['broken', 500, '{"message":"x"}', 'server'],
    // A gateway may have passed on what it has no answer to.
    ['away', 502, '<html>Bad gateway</html>', 'server', 'unconfirmed'],
  ])(
    '%s (%i) is an error that names itself, and no message of the bot',
    async (_what, status, body, code, delivery = 'failed') => {
      const server = await startRestServer();
      onTestFinished(() => server.close());
      server.answer({ status, body });
      const { chat } = openChat(
        SUBJECTS['NLX over HTTP']!.provider({ url: '', restUrl: server.origin }),
      );
      chat.sendMessage('echo one');
      const state = await until(chat, ({ messages }) => messages[0]?.delivery === delivery);
      expect(state.messages).toHaveLength(1);
      expect(state.messages[0]?.error).toMatchObject({ code });
      expect(state.status).toBe('error');
      expect(server.seen).toHaveLength(1);
    },
  );

  test('half an answer is one that broke off, and leaves its message in doubt', async () => {
    const server = await startRestServer();
    onTestFinished(() => server.close());
    server.answer({ status: 200, body: '{"messages":[{"te' });
    const { chat } = openChat(
      SUBJECTS['NLX over HTTP']!.provider({ url: '', restUrl: server.origin }),
    );
    chat.sendMessage('echo one');
    const state = await until(chat, ({ error }) => error !== null);
    expect(state.error).toMatchObject({ code: 'unreachable', retryable: true });
    expect(deliveries(state)).toEqual(['echo one: unconfirmed']);
    expect(state.messages).toHaveLength(1);
    server.answer({ status: 200, body: '{"messages":[{"text":"one"}]}' });
    expect(chat.retry(state.messages[0]!.id)).toMatchObject({ ok: true });
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  });

  test('429 keeps the message, waits as told and sends it once more', async () => {
    const server = await startRestServer();
    onTestFinished(() => server.close());
    server.answer({ status: 429, body: '' });
    const { chat } = openChat(
      SUBJECTS['NLX over HTTP']!.provider({ url: '', restUrl: server.origin }),
      { speed: 50 },
    );
    chat.sendMessage('echo one');
    await until(chat, ({ error }) => error?.code === 'rate-limited');
    expect(deliveries(chat.store.getState())).toEqual(['echo one: queued']);
    server.answer({ status: 200, body: '{"messages":[{"text":"one"}]}' });
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(state.error).toBeNull();
    await eventually(() => expect(server.seen.length).toBeGreaterThanOrEqual(2));
  });
});
