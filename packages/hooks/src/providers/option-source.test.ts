import { expect, test } from 'vitest';

import { namesOfMissing, reach, staticText } from './option-source.ts';

test.each([
  ['key', 'key'],
  ['', undefined],
  [undefined, undefined],
  [() => 'key', undefined],
])('of %o is known without asking: %o', (source, known) => {
  expect(staticText(source)).toBe(known);
});

test('what is missing or empty is named, in the order given, and nothing else is', () => {
  const asked = () => 'c';
  expect(namesOfMissing({ userId: '', chatId: undefined, url: 'ws://h' })).toBe('userId, chatId');
  expect(namesOfMissing({ userId: 'u', chatId: asked })).toBeUndefined();
});

test('what is dialed follows every value that is known, and how it is dialed', () => {
  const headers = { 'X-Tenant': 'a' };
  const url = (): string => 'wss://h';
  expect(reach({ apiKey: 'key', url, headers }, 'websocket', { chatId: 'c' }, 'query')).toEqual({
    credentials: { apiKey: 'key', url, headers },
    destination: ['key', undefined, 'query'],
    incomplete: undefined,
  });
  const { destination } = reach({ url: 'wss://h' }, 'websocket', {}, undefined);
  expect(destination).toEqual([undefined, 'wss://h', undefined]);
});

test.each<
  [Parameters<typeof reach>[0], names: Readonly<Record<string, unknown>>, string | undefined]
>([
  [{ apiKey: 'key' }, { chatId: 'c' }, undefined],
  [{ url: 'https://h' }, { chatId: 'c' }, undefined],
  [{}, { chatId: 'c' }, 'apiKey or url'],
  [{ apiKey: '', url: '' }, { userId: 'u', chatId: undefined }, 'chatId, apiKey or url'],
  [{ url: 'nonsense' }, { chatId: '' }, 'chatId'],
])('reached by %j, %j miss %o', (sources, names, missing) => {
  expect(reach(sources, 'http', names, undefined).incomplete).toBe(missing);
});

test('an address that does not fit the transport is named once nothing is missing', () => {
  const problemOf = (transport: 'websocket' | 'http') =>
    reach({ url: 'wss://h' }, transport, {}, undefined).incomplete;
  expect(problemOf('websocket')).toBeUndefined();
  expect(problemOf('http')).toMatch(/^url is no address for the transport 'http'/u);
});
