import { describe, expect, test } from 'vitest';

import { closeOf } from '../providers/testing/facts.ts';
import { createCloseCounter } from './count-closes.ts';

/** What each close of a row counts as. `repeats` is what the connection counts; `!` had an error frame before it. */
function play(row: readonly string[]): readonly number[] {
  const counter = createCloseCounter();
  return row.map((close) => {
    const facts = closeOf({ code: 1008, repeats: Number.parseInt(close, 10) });
    const { repeats } = counter.count(facts);
    counter.settle(facts, close.endsWith('!'));
    return repeats;
  });
}

describe('createCloseCounter', () => {
  test.each<[string, readonly string[], readonly number[]]>([
    ['bare closes count up', ['1', '2', '3'], [1, 2, 3]],
    ['an explained one counts for nothing afterwards', ['1!', '2', '3'], [1, 1, 2]],
    ['so do several', ['1!', '2!', '3', '4'], [1, 1, 1, 2]],
    ['one in the middle begins the row anew', ['1', '2!', '3', '4'], [1, 2, 1, 2]],
    ['a new row of the connection is a new row here', ['1!', '1', '2'], [1, 1, 2]],
  ])('%s', (_what, row, counted) => {
    expect(play(row)).toEqual(counted);
  });

  test('nothing but the count is changed', () => {
    const facts = closeOf({ repeats: 3 });
    expect(createCloseCounter().count(facts)).toEqual(facts);
  });
});
