import { expect, test } from 'vitest';

import { waitsBetween } from './waits-between.ts';

test.each([
  [[], []],
  [[5], []],
  [[5, 8], [3]],
  [
    [1000, 1000, 1500, 4000],
    [0, 500, 2500],
  ],
])('between %j lie %j', (moments, waits) => {
  expect(waitsBetween(moments)).toEqual(waits);
});
