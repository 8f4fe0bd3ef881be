import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { MessageGroup } from './group-ids.ts';
import { groupIds } from './group-ids.ts';

const SIZE = 3;
const after = (...lists: readonly string[]): readonly MessageGroup[] =>
  lists.reduce<readonly MessageGroup[]>(
    (groups, list) => groupIds(groups, Array.from(list), SIZE),
    [],
  );
const shown = (groups: readonly MessageGroup[]) => groups.map(({ ids }) => ids.join('')).join(' ');

describe('groupIds', () => {
  it.each([
    ['begins', ['abcdefgh'], 'abc def gh'],
    ['is empty', [''], ''],
    ['grows at the end', ['abcd', 'abcde', 'abcdefg'], 'abc def g'],
    ['loses its oldest', ['abcdef', 'bcdefg', 'cdefgh'], 'c def gh'],
    ['gets an older page', ['abcd', 'vwxyzabcd'], 'vwx yz abc d'],
    ['loses one in the middle', ['abcdef', 'abdef'], 'ab def'],
    ['gets one in the middle', ['abdef', 'abcdef'], 'abcd ef'],
    ['is another one', ['abc', 'xyz'], 'xyz'],
  ])('keeps groups as they are when the list %s', (_what, lists, groups) => {
    expect(shown(after(...lists))).toBe(groups);
  });

  it('gives back the same objects for what did not change', () => {
    const before = after('abcdefg');
    const grown = groupIds(before, Array.from('abcdefgh'), SIZE);
    expect(grown[0]).toBe(before[0]);
    expect(grown[1]).toBe(before[1]);
    expect(grown[2]).toEqual({ ...before[2], ids: ['g', 'h'] });
  });

  it('keeps every id once and in order, in named groups, whatever happens to the list', () => {
    const ids = fc.uniqueArray(fc.constantFrom(...Array.from('abcdefghijkl')));
    fc.assert(
      fc.property(fc.array(ids, { minLength: 1, maxLength: 6 }), (lists) => {
        const groups = lists.reduce<readonly MessageGroup[]>(
          (known, list) => groupIds(known, list, SIZE),
          [],
        );
        expect(groups.flatMap((group) => group.ids)).toEqual(lists.at(-1));
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
        expect(groups.every((group) => group.ids.length > 0)).toBe(true);
      }),
    );
  });
});
