import { expect, test } from 'vitest';

import { replaceBetween } from './write-docs.ts';

const page = (text: string): string =>
  `before\n<!-- table: written by pnpm reliability --write -->\n\n${text}\n\n<!-- end of table -->\nafter`;

test('what stands between the markers is replaced, and nothing else', () => {
  expect(replaceBetween(page('old'), 'table', 'new')).toBe(page('new'));
});

test('a page without the markers is an error, not a page without the table', () => {
  expect(() => replaceBetween('nothing', 'table', 'new')).toThrow('no place for "table"');
  expect(() => replaceBetween(page('old'), 'another', 'new')).toThrow('no place for "another"');
});
