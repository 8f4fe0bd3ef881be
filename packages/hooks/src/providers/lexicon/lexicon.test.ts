import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createChatError } from '../../chat/chat-error.ts';
import { closeOf, factsOf } from '../testing/facts.ts';
import type { LexiconChat } from './create-lexicon-chat.ts';
import { lexicon, type LexiconOptions } from './lexicon.ts';

const OPTIONS: LexiconOptions = { userId: 'user-1', chatId: 'chat-1', apiKey: 'key-1' };
const CHAT: LexiconChat = {
  id: 'chat-made',
  userId: 'user-1',
  title: undefined,
  createdAt: undefined,
  lastMessageAt: undefined,
  messageCount: undefined,
};

describe('identity', () => {
  it('is the user and the chat, and tells apart what merely joins to the same text', () => {
    const one = lexicon({ ...OPTIONS, userId: 'a:b', chatId: 'c' });
    const other = lexicon({ ...OPTIONS, userId: 'a', chatId: 'b:c' });
    expect(one.id).not.toBe(other.id);
    expect(lexicon({ ...OPTIONS, userId: 'x' }).id).not.toBe(lexicon(OPTIONS).id);
    expect(lexicon({ ...OPTIONS, chatId: 'x' }).id).not.toBe(lexicon(OPTIONS).id);
  });

  it('stays when redial and live fields change', () => {
    const changed = lexicon({
      ...OPTIONS,
      apiKey: 'key-2',
      url: 'wss://relay.test/chat',
      auth: 'headers',
      restUrl: 'https://relay.test',
      metadata: { a: 1 },
    });
    expect(changed.id).toBe(lexicon(OPTIONS).id);
  });

  it('holds no key', () => {
    expect(lexicon({ ...OPTIONS, apiKey: 'canary', url: 'ws://h/?token=canary' }).id).not.toContain(
      'canary',
    );
  });

  it('is shareable only once there is a chat to share', () => {
    expect(lexicon(OPTIONS).shareable).toBe(true);
    expect(lexicon({ ...OPTIONS, chatId: () => 'x' }).shareable).toBe(false);
    expect(lexicon({ ...OPTIONS, chatId: undefined }).shareable).toBe(false);
  });

  it('is made of any text, a lone surrogate included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const provider = lexicon({ userId: text, chatId: text, apiKey: text, url: text });
        expect(provider.id).toMatch(/^lexicon:[^:]*:[^:]*$/u);
        expect(typeof provider.connect(factsOf(), { apiKey: text, url: text }).url).toBe('string');
      }),
    );
  });
});

describe('what it is made of', () => {
  it('may be missing yet, and is then empty in the identity', () => {
    expect(lexicon({ ...OPTIONS, userId: undefined, chatId: undefined }).id).toBe('lexicon::');
    expect(lexicon(OPTIONS)).toMatchObject({ name: 'lexicon', id: 'lexicon:user-1:chat-1' });
  });

  it.each([
    [{ userId: 7 }, 'the option userId of Lexicon is a number'],
    [{ chatId: 7 }, 'the option chatId of Lexicon is a number'],
    [{ apiKey: 7 }, 'the option apiKey of Lexicon is a number'],
    [{ url: {} }, 'the option url of Lexicon is an object'],
    [{ headers: 'a' }, 'the option headers of Lexicon is a string'],
    [{ auth: 'cookie' }, "Pass 'query' or 'headers'"],
    [{ restUrl: 7 }, 'the option restUrl of Lexicon is a number'],
    [{ metadata: [] }, 'the option metadata of Lexicon is an array'],
  ])('is not what cannot be meant: %j', (options, words) => {
    // As untyped code calls it.
    expect(() => lexicon(options as unknown as LexiconOptions)).toThrow(words);
  });

  it('passes on where its secrets come from', () => {
    const sources = { apiKey: () => 'k', url: () => 'wss://h', headers: { a: 'b' } };
    expect(lexicon({ ...OPTIONS, ...sources }).credentials).toEqual(sources);
  });

  it('dials a chat that is not made yet without inventing its id', () => {
    const made = lexicon({ ...OPTIONS, chatId: () => 'x' });
    expect(made.connect(factsOf(), { url: 'wss://h' }).url).toBe('wss://h?user_id=user-1&chat_id=');
  });
});

describe('dialing anew', () => {
  const destination = (change: Partial<LexiconOptions>) =>
    lexicon({ ...OPTIONS, ...change }).destination;

  it.each([{ apiKey: 'key-2' }, { url: 'wss://other.test' }, { auth: 'headers' as const }])(
    'follows a change of %j',
    (change) => {
      expect(destination(change)).not.toEqual(destination({}));
    },
  );

  it('does not follow a live field, nor a function that is made anew at every render', () => {
    expect(destination({ restUrl: 'https://r.test', metadata: { a: 1 } })).toEqual(destination({}));
    expect(destination({ apiKey: () => 'a' })).toEqual(destination({ apiKey: () => 'b' }));
    expect(destination({ auth: 'query' })).toEqual(destination({}));
  });
});

describe('completeness', () => {
  it.each([
    [{}, undefined],
    [{ apiKey: undefined, url: 'wss://relay.test' }, undefined],
    [{ apiKey: () => 'key' }, undefined],
    [{ chatId: () => 'chat' }, undefined],
    [{ userId: undefined }, 'userId'],
    [{ chatId: '' }, 'chatId'],
    [{ apiKey: undefined }, 'apiKey or url'],
    [{ apiKey: '', url: '' }, 'apiKey or url'],
    [{ userId: '', chatId: undefined, apiKey: undefined }, 'userId, chatId, apiKey or url'],
  ] as const)('%j misses %s', (change, missing) => {
    expect(lexicon({ ...OPTIONS, ...change }).incomplete).toBe(missing);
  });

  it('names an address that cannot be dialed, and asks a function only when it dials', () => {
    const problem = expect.stringContaining("url is no address for the transport 'websocket'");
    expect(lexicon({ ...OPTIONS, url: 'nonsense' }).incomplete).toEqual(problem);
    expect(lexicon({ ...OPTIONS, apiKey: '', url: 'localhost:8000/ws' }).incomplete).toEqual(
      problem,
    );
    expect(lexicon({ ...OPTIONS, url: () => 'nonsense' }).incomplete).toBeUndefined();
  });
});

describe('capabilities and timing', () => {
  it('has a history only where it is told where', () => {
    expect(lexicon(OPTIONS).capabilities.history).toBe(false);
    expect(lexicon(OPTIONS).calls).toBeUndefined();
    expect(lexicon({ ...OPTIONS, restUrl: '' }).calls).toBeUndefined();
    const provider = lexicon({ ...OPTIONS, restUrl: 'https://r.test' });
    expect(provider.capabilities.history).toBe(true);
    expect(provider.calls?.history).toBeDefined();
  });

  it('can be reset only where a function can make another chat', () => {
    expect(lexicon(OPTIONS).capabilities.reset).toBe(false);
    expect(lexicon({ ...OPTIONS, chatId: () => 'x' }).capabilities.reset).toBe(true);
  });

  it('is ready by an event within 10 s, acknowledges within 15 s, answers within two minutes and takes 10 frames a second', () => {
    expect(lexicon(OPTIONS).timing).toMatchObject({
      ready: { on: 'event', withinMs: 10_000, otherwise: 'close' },
      acknowledgeMs: 15_000,
      answerMs: 120_000,
      pace: { frames: 10, perMs: 1000 },
    });
    expect(lexicon(OPTIONS).capabilities).toEqual({
      acknowledges: true,
      streams: true,
      choices: false,
      structured: false,
      uploads: false,
      feedback: 'none',
      history: false,
      handoff: false,
      parallelTurns: true,
      context: false,
      reset: false,
    });
  });
});

describe('prepare', () => {
  it('takes a given id as it is', () => {
    expect(lexicon(OPTIONS).prepare?.(factsOf(), 'start')).toEqual({
      session: { id: 'chat-1', userId: 'user-1' },
    });
  });

  it.each([
    ['an id', () => 'chat-made'],
    ['a promise of an id', () => Promise.resolve('chat-made')],
    ['a chat', () => CHAT],
    ['the result of making one', () => Promise.resolve({ ok: true, chat: CHAT } as const)],
  ])('takes %s from a function, at start and at renewal', async (_name, chatId) => {
    const provider = lexicon({ ...OPTIONS, chatId });
    const expected = { session: { id: 'chat-made', userId: 'user-1' } };
    await expect(provider.prepare?.(factsOf(), 'start')).resolves.toEqual(expected);
    await expect(provider.prepare?.(factsOf(), 'renew')).resolves.toEqual(expected);
  });

  it('rejects with the words of a failed creation and keeps its error', async () => {
    const error = createChatError('unauthorized', 'The API key was not accepted.');
    const provider = lexicon({ ...OPTIONS, chatId: () => ({ ok: false, error }) });
    await expect(provider.prepare?.(factsOf(), 'start')).rejects.toMatchObject({
      message: error.message,
      cause: error,
    });
  });

  it('rejects an empty id, and what the function throws', async () => {
    const empty = lexicon({ ...OPTIONS, chatId: () => '' });
    await expect(empty.prepare?.(factsOf(), 'start')).rejects.toThrow('no chat id');
    // As untyped code writes it.
    const numbered = { ...CHAT, id: 7 } as unknown as LexiconChat;
    const wrong = lexicon({ ...OPTIONS, chatId: () => numbered });
    await expect(wrong.prepare?.(factsOf(), 'start')).rejects.toThrow('no chat id');
    const failing = lexicon({
      ...OPTIONS,
      chatId: () => {
        throw new Error('no database');
      },
    });
    await expect(failing.prepare?.(factsOf(), 'start')).rejects.toThrow('no database');
  });

  it('never uses a given id for another session', async () => {
    await expect(lexicon(OPTIONS).prepare?.(factsOf(), 'renew')).rejects.toThrow('pass a function');
  });
});

describe('classify', () => {
  const provider = lexicon(OPTIONS);
  const auth = createChatError('unauthorized', 'm', { providerCode: 'AUTH_ERROR' });
  const gone = createChatError('not-found', 'm', { providerCode: 'CHAT_NOT_FOUND' });
  const other = createChatError('server', 'm', { providerCode: 'MODEL_FAILED' });

  it.each([
    ['a network failure', closeOf({ code: 1006 }), undefined, 'retry'],
    ['a refused handshake', closeOf({ observed: 'before-open', written: 0 }), undefined, 'retry'],
    ['a restart', closeOf({ code: 1012 }), undefined, 'retry'],
    ['no code', closeOf({ code: 1005 }), undefined, 'retry'],
    ['a policy close without an error event', closeOf({ code: 1008 }), undefined, 'auth'],
    ['a server that fails', closeOf({ code: 1011 }), undefined, 'retry'],
    [
      'a server that fails for the eighth time',
      closeOf({ code: 1011, repeats: 8 }),
      undefined,
      'stop',
    ],
    ['a policy close after AUTH_ERROR', closeOf({ code: 1008 }), auth, 'auth'],
    ['a plain close after AUTH_ERROR', closeOf({ code: 1006 }), auth, 'auth'],
    ['a policy close after CHAT_NOT_FOUND', closeOf({ code: 1008 }), gone, 'auth'],
    ['a policy close after an unknown error', closeOf({ code: 1008 }), other, 'retry'],
    ['a message too big', closeOf({ code: 1009 }), undefined, 'poison'],
    ['our own deadline', closeOf({ origin: 'local', observed: 'timeout' }), auth, 'retry'],
  ] as const)('%s', (_name, close, lastError, verdict) => {
    expect(provider.classify(close, factsOf({ lastError }))).toBe(verdict);
  });

  it('is total over every code', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), fc.nat(), (code, written, repeats) => {
        const verdict = provider.classify(closeOf({ code, written, repeats }), factsOf());
        expect(['retry', 'poison']).toContain(verdict);
      }),
    );
  });
});

describe('the words for a close', () => {
  const describeClose = lexicon(OPTIONS).describe;

  it('repeats the error event, so that event and close are one error', () => {
    const lastError = createChatError('unauthorized', 'Invalid key');
    expect(describeClose?.(closeOf({ code: 1008 }), factsOf({ lastError }))).toBe(lastError);
  });

  it('says what to check after the third refused handshake, not before', () => {
    const refused = (failuresBeforeOpen: number) =>
      describeClose?.(closeOf({ observed: 'before-open', failuresBeforeOpen }), factsOf());
    expect(refused(2)).toBeUndefined();
    expect(refused(3)).toMatchObject({ code: 'unreachable', retryable: true });
    expect(refused(3)?.fix).toMatch(/chat exists.*API key/u);
    expect(refused(40)?.fix).toMatch(/chat exists/u);
  });

  it('says what to check when an open socket never confirmed the chat', () => {
    for (const close of [
      closeOf({ observed: 'before-ready', code: 1006 }),
      closeOf({ observed: 'before-ready', code: 1005 }),
      closeOf({ observed: 'timeout', origin: 'local', code: 0, received: 0 }),
    ]) {
      expect(describeClose?.(close, factsOf())?.fix).toMatch(/chat exists/u);
    }
  });

  it.each([1006, 1008, 1011])('leaves a close with %i to the common words', (code) => {
    expect(describeClose?.(closeOf({ code }), factsOf())).toBeUndefined();
    const early = closeOf({ code, observed: 'before-ready' });
    expect(describeClose?.(early, factsOf())?.code).toBe(code === 1006 ? 'unreachable' : undefined);
  });
});
