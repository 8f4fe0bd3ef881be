import { describe, expect, test } from 'vitest';

import { aui } from './aui/aui.ts';
import {
  checkOptions,
  oneOf,
  type OptionKind,
  RECORD,
  RECORD_SOURCE,
  TEXT,
  TEXT_SOURCE,
} from './check-options.ts';
import { lexicon } from './lexicon/lexicon.ts';
import { nlxHttp } from './nlx/nlx-http.ts';
import { nlxSocket } from './nlx/nlx-socket.ts';
import { nlx } from './nlx/nlx.ts';
import type { Provider } from './provider.ts';

// As untyped code sees them.
type Factory = (options?: unknown) => Provider;
const untyped = (factory: (options: never) => Provider): Factory => factory as Factory;

const FACTORIES: Readonly<Record<string, Factory>> = {
  lexicon: untyped(lexicon),
  aui: untyped(aui),
  'nlx over a socket': (options) =>
    untyped(nlx)(isBag(options) ? { transport: 'websocket', ...options } : options),
  'nlx over HTTP': (options) =>
    untyped(nlx)(isBag(options) ? { transport: 'http', ...options } : options),
  nlxSocket: untyped(nlxSocket),
  nlxHttp: untyped(nlxHttp),
};

function isBag(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The words of the mistake a factory tells of; undefined where it makes a provider. */
function mistakeOf(name: string, options: unknown): string | undefined {
  try {
    FACTORIES[name]?.(options);
    return undefined;
  } catch (error) {
    return error instanceof TypeError ? error.message : 'no mistake in code';
  }
}

// What happened, why it matters, what to do.
const THREE_PARTS = /^hooks: .+\. (?:It|They) .+\. Pass .+\.$/u;

class Page {
  title = 'SECRET';
}

const NO_TEXT = [7, 7n, true, null, { value: 'SECRET' }, ['SECRET'], Symbol('SECRET')];
const SOURCE = [...NO_TEXT, new URL('https://h/?key=SECRET')];
const NO_RECORD = ['SECRET', 7, null, ['SECRET'], new Map(), new Page(), new Date(0)];
const NO_WORD = ['SECRET', '', 'toString', 7, null, ['query'], () => 'query'];

const ids = (...names: string[]): [string, readonly unknown[]][] =>
  names.map((name) => [name, [...NO_TEXT, () => 'id']]);
const NLX: readonly [string, readonly unknown[]][] = [
  ...ids('deploymentKey', 'channelKey', 'conversationId', 'userId', 'languageCode', 'restUrl'),
  ...ids('environment', 'channelType'),
  ['apiKey', SOURCE],
  ['url', SOURCE],
  ['context', [...NO_RECORD, () => ({})]],
  ['headers', NO_RECORD],
];

const MISTAKES: Readonly<Record<string, readonly [string, readonly unknown[]][]>> = {
  lexicon: [
    ...ids('userId', 'restUrl'),
    ['chatId', NO_TEXT],
    ['apiKey', SOURCE],
    ['url', SOURCE],
    ['auth', NO_WORD],
    ['metadata', [...NO_RECORD, () => ({})]],
    ['headers', NO_RECORD],
  ],
  aui: [
    ...ids('restUrl'),
    ['taskId', NO_TEXT],
    ['apiKey', SOURCE],
    ['url', SOURCE],
    ['region', NO_WORD],
    ['textMode', NO_WORD],
    ['context', [...NO_RECORD, () => ({})]],
    ['headers', NO_RECORD],
  ],
  'nlx over a socket': NLX,
  'nlx over HTTP': NLX,
  nlxSocket: NLX,
  nlxHttp: NLX,
};

describe.each(Object.keys(FACTORIES))('%s', (factory) => {
  test.each([[undefined], [null], ['SECRET'], [7], [['SECRET']], [() => ({})]])(
    'says what to pass instead of %o',
    (options) => {
      const words = mistakeOf(factory, options);
      expect(words).toMatch(THREE_PARTS);
      expect(words).toContain('Pass an object');
      expect(words).not.toContain('SECRET');
    },
  );

  test.each(MISTAKES[factory] ?? [])('says what %s may be', (name, values) => {
    for (const value of values) {
      const words = mistakeOf(factory, { [name]: value });
      expect(words, `${name}: ${typeof value}`).toMatch(THREE_PARTS);
      expect(words).toContain(`the option ${name} of`);
      expect(words).not.toContain('SECRET');
    }
  });

  test('takes what is not known yet for incomplete, not for a mistake', () => {
    const names = (MISTAKES[factory] ?? []).map(([name]) => name);
    const unknown = Object.fromEntries(names.map((name) => [name, undefined]));
    expect(FACTORIES[factory]?.({}).incomplete).toBeDefined();
    expect(FACTORIES[factory]?.(unknown).incomplete).toBeDefined();
  });
});

test.each<[string, object]>([
  ['lexicon', { userId: 'u', chatId: () => 'c', apiKey: () => 'k', auth: 'headers', metadata: {} }],
  ['lexicon', { userId: '', chatId: '', apiKey: '', url: '', restUrl: '' }],
  ['aui', { taskId: () => 't', url: () => 'wss://h', region: 'azure', textMode: 'delta' }],
  ['aui', { taskId: 't', apiKey: 'k', context: Object.create(null), headers: () => ({}) }],
  ['nlx over a socket', { userId: 'u', context: { a: 1 }, headers: { a: 'b' }, heartbeat: 7 }],
])('%s takes %o', (factory, options) => {
  expect(mistakeOf(factory, options)).toBeUndefined();
});

describe('checkOptions', () => {
  const wordsFor = (value: unknown, kind: OptionKind): string => {
    try {
      checkOptions('acme', { name: value }, { name: kind });
      return 'fine';
    } catch (error) {
      return String(error);
    }
  };
  const AS_TEXT = 'It travels as text. Pass a string';
  const WORDS = oneOf('query', 'headers');
  const WORD = `It decides how the platform is reached or read. Pass 'query' or 'headers'`;

  test.each<[string, OptionKind, unknown, string]>([
    ['a string', TEXT, null, `null. ${AS_TEXT}`],
    ['a string', TEXT, 7, `a number. ${AS_TEXT}`],
    ['a string', TEXT, ['a'], `an array. ${AS_TEXT}`],
    ['a string', TEXT, {}, `an object. ${AS_TEXT}`],
    ['a string', TEXT, new Date(0), `an object of a class. ${AS_TEXT}`],
    ['a string', TEXT, () => 'a', `a function. ${AS_TEXT}`],
    [
      'a string or a function',
      TEXT_SOURCE,
      {},
      `an object. ${AS_TEXT}, or a function that gives one`,
    ],
    ['an object', RECORD, 'a', 'a string. It travels field by field. Pass a plain object'],
    [
      'an object or a function',
      RECORD_SOURCE,
      [],
      'an array. It travels field by field. Pass a plain object, or a function that gives one',
    ],
    ['one of some words', WORDS, 'body', `a word it does not know. ${WORD}`],
    ['one of some words', WORDS, 7, `a number. ${WORD}`],
    ['one of some words', WORDS, [['query']], `an array. ${WORD}`],
  ])(
    'of an option that has to be %s, says what it is, why that matters and what to pass',
    (_name, kind, value, words) => {
      expect(wordsFor(value, kind)).toBe(
        `TypeError: hooks: the option name of acme is ${words}, or leave it undefined.`,
      );
    },
  );

  test.each([
    [undefined, 'missing'],
    [null, 'null'],
    ['a', 'a string'],
    [[], 'an array'],
  ])('says of options that are %o what they are', (options, what) => {
    const untypedCheck = (): void => checkOptions('acme', options as object, {});
    expect(untypedCheck).toThrow(
      `hooks: the options of acme are ${what}. They name the conversation and how to reach it. Pass an object; what is not known yet may be undefined in it.`,
    );
  });
});
