import { expect, test } from 'vitest';

import { mostWithin } from './most-within.ts';

test.each([
  [[], 0],
  [[5], 1],
  [[0, 1000], 2],
  [[0, 1001], 1],
  [[0, 0, 0, 2000], 3],
  [[0, 600, 900, 1300, 1599], 4],
])('of %j, %d at most lie within a second', (times, most) => {
  expect(mostWithin(times, 1000)).toBe(most);
});
