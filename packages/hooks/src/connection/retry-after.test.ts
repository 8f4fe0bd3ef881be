import { expect, it } from 'vitest';

import { parseRetryAfter } from './retry-after.ts';

const NOW = Date.UTC(2025, 0, 1, 12, 0, 0);

it.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Wed, 01 Jan 2025 12:00:30 GMT', 30_000],
  ['Wed, 01 Jan 2025 11:00:00 GMT', 0],
  ['Wednesday, 01-Jan-25 12:00:30 GMT', 30_000],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['1 Jan 2025 12:00:30 GMT', undefined],
  ['', undefined],
  [null, undefined],
])('reads Retry-After %o as %o ms', (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected);
});
