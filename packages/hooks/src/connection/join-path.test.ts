import { expect, it } from 'vitest';

import { joinPath } from './join-path.ts';

it.each([
  ['https://a.test/c/x', undefined, 'https://a.test/c/x'],
  ['https://a.test/c/x', '/context', 'https://a.test/c/x/context'],
  ['https://a.test/c/x/', 'context', 'https://a.test/c/x/context'],
  ['https://a.test/c?key=1&b=/', 'context', 'https://a.test/c/context?key=1&b=/'],
  ['https://a.test/c?key=1#top', undefined, 'https://a.test/c?key=1'],
  ['/relay?x=1', 'context', '/relay/context?x=1'],
  ['https://a.test/c/', '', 'https://a.test/c/'],
  ['https://a.test/c', '', 'https://a.test/c'],
  ['https://a.test/c', 'context/of', 'https://a.test/c/context/of'],
  ['https://a.test/c//', '//context/of', 'https://a.test/c/context/of'],
  ['?x=1', 'context', '/context?x=1'],
])('joins %s and %s', (url, path, expected) => {
  expect(joinPath(url, path)).toBe(expected);
});
