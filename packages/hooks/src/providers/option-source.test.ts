import { expect, test } from 'vitest';

import { namesOfMissing, staticText } from './option-source.ts';

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
