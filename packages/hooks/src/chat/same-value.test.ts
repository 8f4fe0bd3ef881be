import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isSameValue } from './same-value.ts';

const date = new Date(0);
const nested = (levels: number): unknown => (levels === 0 ? [] : [nested(levels - 1)]);

describe('isSameValue', () => {
  it.each([
    [1, 1, true],
    [1, 2, false],
    [1, '1', false],
    [Number.NaN, Number.NaN, true],
    [null, null, true],
    [null, undefined, false],
    [null, {}, false],
    [{}, null, false],
    [[], {}, false],
    [{}, [], false],
    [[1, 2], [1, 2], true],
    [[1, 2], [1], false],
    [[1], [1, 2], false],
    [[1, 2], [2, 1], false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: undefined }, { b: undefined }, false],
    [{ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 1 }] } }, true],
    [{ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, false],
    [date, date, true],
    [date, new Date(0), false],
    [{}, Object.create(null), true],
    [{ toString: undefined }, { valueOf: undefined }, false],
  ])('compares %j with %j', (one, other, same) => {
    expect(isSameValue(one, other)).toBe(same);
  });

  it('finds every JSON value equal to its copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(isSameValue(value, structuredClone(value))).toBe(true);
      }),
    );
  });

  it('says no rather than walk for ever', () => {
    const one: unknown[] = [];
    const other: unknown[] = [];
    one.push(one);
    other.push(other);
    expect(isSameValue(one, other)).toBe(false);
    expect(isSameValue(nested(63), nested(63))).toBe(true);
    expect(isSameValue(nested(64), nested(64))).toBe(false);
  });
});
