import { describe, expect, test } from 'vitest';

import { factsOf } from '../testing/facts.ts';
import { nlx } from './nlx.ts';
import type { NlxOptions } from './nlx-options.ts';

const OPTIONS: NlxOptions = {
  transport: 'websocket',
  deploymentKey: 'd',
  channelKey: 'c',
  apiKey: 'SECRET',
};

describe('the table of identity, redial and live fields', () => {
  const base = nlx(OPTIONS);

  test.each<[string, Partial<NlxOptions>]>([
    ['transport', { transport: 'http' }],
    ['deploymentKey', { deploymentKey: 'x' }],
    ['channelKey', { channelKey: 'x' }],
    ['conversationId', { conversationId: 'x' }],
    ['userId', { userId: 'x' }],
  ])('%s makes another chat', (_field, change) => {
    expect(nlx({ ...OPTIONS, ...change }).id).not.toBe(base.id);
  });

  test.each<[string, Partial<NlxOptions>]>([
    ['apiKey', { apiKey: 'other' }],
    ['languageCode', { languageCode: 'de-DE' }],
    ['url', { url: 'wss://h' }],
  ])('%s keeps the chat and dials anew', (_field, change) => {
    const other = nlx({ ...OPTIONS, ...change });
    expect(other.id).toBe(base.id);
    expect(other.destination).not.toEqual(base.destination);
  });

  test.each<[string, Partial<NlxOptions>]>([
    ['context', { context: { a: 1 } }],
    ['welcome', { welcome: true }],
    ['environment', { environment: 'development' }],
    ['channelType', { channelType: 'sms' }],
    ['stream', { stream: false }],
    ['headers', { headers: { a: 'b' } }],
    ['restUrl', { restUrl: 'https://h' }],
  ])('%s is live', (_field, change) => {
    const other = nlx({ ...OPTIONS, ...change });
    expect([other.id, other.destination]).toEqual([base.id, base.destination]);
  });

  test('a function is never compared', () => {
    const one = nlx({ ...OPTIONS, apiKey: () => 'a', url: () => 'wss://a' });
    const two = nlx({ ...OPTIONS, apiKey: () => 'b', url: () => 'wss://b' });
    expect(one.destination).toEqual(two.destination);
  });

  test('an id holds no secret, and no two identities share one', () => {
    expect(base.id).not.toContain('SECRET');
    const one = nlx({ ...OPTIONS, deploymentKey: 'a:b', channelKey: 'c' });
    const two = nlx({ ...OPTIONS, deploymentKey: 'a', channelKey: 'b:c' });
    expect(one.id).not.toBe(two.id);
  });
});

test.each<[string, Partial<NlxOptions>, string | undefined]>([
  ['all there', {}, undefined],
  ['a relay without a key', { apiKey: undefined, url: 'wss://relay' }, undefined],
  ['functions', { apiKey: () => 'k', url: () => 'wss://x' }, undefined],
  ['no deployment', { deploymentKey: undefined }, 'deploymentKey'],
  ['an empty channel', { channelKey: '' }, 'channelKey'],
  ['neither key nor address', { apiKey: undefined }, 'apiKey or url'],
  ['an address that cannot be', { url: 'ftp://x' }, expect.stringContaining('url is no address')],
  [
    'the address of a socket over HTTP',
    { transport: 'http', url: 'wss://x' },
    expect.stringContaining("transport 'http'"),
  ],
])('incomplete, with %s, is %s', (_what, change, incomplete) => {
  expect(nlx({ ...OPTIONS, ...change }).incomplete).toEqual(incomplete);
});

test('the identity is its parts in their order, empty where one is missing', () => {
  expect(nlx(OPTIONS)).toMatchObject({ name: 'nlx', id: 'nlx:websocket:d:c::' });
  const full = nlx({ ...OPTIONS, conversationId: 'c1', userId: 'u1' });
  expect(full.id.split(':')).toHaveLength(nlx(OPTIONS).id.split(':').length);
  const { transport } = OPTIONS;
  expect(nlx({ transport, deploymentKey: undefined, channelKey: undefined }).id).toBe(
    'nlx:websocket::::',
  );
});

test('it streams, and takes choices, slots, files, feedback, a context and a call for a person', () => {
  expect(nlx(OPTIONS).capabilities).toEqual({
    acknowledges: false,
    streams: false,
    choices: true,
    structured: true,
    uploads: true,
    feedback: 'rating-and-comment',
    history: false,
    handoff: true,
    parallelTurns: false,
    context: true,
    reset: true,
  });
});

test('it passes on where its secrets come from, and writes ten frames a second at most', () => {
  const sources = { apiKey: () => 'k', url: () => 'wss://h', headers: { a: 'b' } };
  expect(nlx({ ...OPTIONS, ...sources }).credentials).toEqual(sources);
  expect(nlx(OPTIONS).timing.pace).toEqual({ frames: 10, perMs: 1000 });
});

test.each(['deploymentKey', 'channelKey', 'apiKey', 'languageCode', 'environment', 'channelType'])(
  'a %s that is a number is a mistake',
  (name) => {
    const options = { ...OPTIONS, [name]: 7 };
    expect(() => nlx(options)).toThrow(`the option ${name} of NLX is a number`);
  },
);

test('a conversation is shared only when it has a name', () => {
  expect(nlx(OPTIONS).shareable).toBe(false);
  expect(nlx({ ...OPTIONS, conversationId: '' }).shareable).toBe(false);
  expect(nlx({ ...OPTIONS, conversationId: 'c1' }).shareable).toBe(true);
});

describe('the session', () => {
  test('starts in the conversation that was given', () => {
    const provider = nlx({ ...OPTIONS, conversationId: 'c1', userId: 'u1' });
    expect(provider.prepare?.(factsOf(), 'start')).toMatchObject({
      session: { id: 'c1', userId: 'u1' },
    });
  });

  test('starts without one where the server is to make it', () => {
    expect(nlx(OPTIONS).prepare?.(factsOf(), 'start')).toEqual({
      session: { id: undefined, userId: undefined, canUpload: false },
    });
  });

  test('is another one after a reset, for the same user', () => {
    const provider = nlx({ ...OPTIONS, conversationId: 'c1' });
    const facts = factsOf({ session: { id: 'c1', userId: 'u1', data: { polls: 3 } } });
    expect(provider.prepare?.(facts, 'renew')).toEqual({
      session: { userId: 'u1', canUpload: false },
    });
  });

  test('is greeted only when that is asked for', () => {
    expect(nlx(OPTIONS).opening).toBeUndefined();
    expect(nlx({ ...OPTIONS, welcome: true }).opening).toEqual({ type: 'welcome' });
  });
});

test('a socket is ready when it is acknowledged or answered, else after 3 s', () => {
  expect(nlx(OPTIONS).timing.ready).toEqual({ on: 'event', withinMs: 3000, otherwise: 'ready' });
  expect(nlx({ ...OPTIONS, transport: 'http' }).timing.ready).toEqual({ on: 'open' });
  expect(nlx(OPTIONS).timing.answerMs).toBe(60_000);
});

test('connect goes over the transport that was asked for', () => {
  expect(nlx(OPTIONS).connect(factsOf(), { apiKey: 'k' }).kind).toBe('socket');
  const http = nlx({ ...OPTIONS, transport: 'http' });
  expect(http.connect(factsOf(), { apiKey: 'k' }).kind).toBe('http');
});

test.each([{ transport: 'pigeon' }, { transport: 7n }, {}])(
  'a transport that does not exist is a mistake that is said at once: %o',
  (change) => {
    const { transport: _transport, ...rest } = OPTIONS;
    // @ts-expect-error what untyped code can pass
    const options: NlxOptions = { ...rest, ...change };
    expect(() => nlx(options)).toThrow(/^hooks: .*transport.*Pass 'websocket' or 'http'\.$/u);
  },
);
