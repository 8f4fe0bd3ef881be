import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Evidence, judge, type Judgement, type Outcome } from './judge.ts';

const CLEAN: Judgement = { lost: [], doubled: [], reordered: [], unexplained: [] };

function evidence(words: string, change: Partial<Evidence> = {}): Evidence {
  const given = words.split(' ');
  const said = given.map((text) => ({ text, outcome: 'acknowledged' as const }));
  return { given, said, ledger: given, shown: given, ...change };
}

const saying = (outcome: Outcome, text = 'a'): Evidence['said'] => [{ text, outcome }];

const CASES: readonly (readonly [string, Evidence, Partial<Judgement>])[] = [
  ['everything arrived once', evidence('a b c'), {}],
  ['acknowledged, and not there', evidence('a', { ledger: [], shown: [] }), { lost: ['a'] }],
  [
    'sent, and not there',
    evidence('a', { said: saying('sent'), ledger: [], shown: [] }),
    { lost: ['a'] },
  ],
  [
    'nothing to say, and not there',
    evidence('a', { said: saying('unknown'), ledger: [], shown: [] }),
    { lost: ['a'] },
  ],
  [
    'forgotten, and not there',
    evidence('a', { said: [], ledger: [], shown: [] }),
    { lost: ['a'], unexplained: ['a'] },
  ],
  [
    'for ever on its way, and not there',
    evidence('a', { said: saying('sending'), ledger: [], shown: [] }),
    { lost: ['a'], unexplained: ['a'] },
  ],
  [
    'for ever on its way, and there',
    evidence('a', { said: saying('sending') }),
    { unexplained: ['a'] },
  ],
  ...(['queued', 'unconfirmed', 'failed', 'refused'] as const).map(
    (outcome) =>
      [
        `${outcome}, and not there`,
        evidence('a', { said: saying(outcome), ledger: [], shown: [] }),
        {},
      ] as const,
  ),
  ['unconfirmed, and there', evidence('a', { said: saying('unconfirmed') }), {}],
  ['taken twice', evidence('a b', { ledger: ['a', 'b', 'a'] }), { doubled: ['a'] }],
  ['taken twice as asked', evidence('a', { ledger: ['a', 'a'], askedAgain: ['a'] }), {}],
  [
    'taken more often than asked',
    evidence('a', { ledger: ['a', 'a', 'a'], askedAgain: ['a'] }),
    { doubled: ['a'] },
  ],
  ['answered twice', evidence('a b', { shown: ['a', 'b', 'a'] }), { doubled: ['a'] }],
  [
    'answered twice after it was asked twice and came once',
    evidence('a', { shown: ['a', 'a'], askedAgain: ['a'] }),
    { doubled: ['a'] },
  ],
  ['overtaken by the last', evidence('a b c', { ledger: ['c', 'a', 'b'] }), { reordered: ['c'] }],
  ['two changed places', evidence('a b', { ledger: ['b', 'a'] }), { reordered: ['a'] }],
  [
    'sent again by the user, behind a later one',
    evidence('a b', { ledger: ['b', 'a'], askedAgain: ['a'] }),
    {},
  ],
  ['the welcome of a platform', evidence('a', { ledger: ['hello', 'a'] }), {}],
];

describe('the judge', () => {
  test.each(CASES)('judges: %s', (_, given, expected) => {
    expect(judge(given)).toEqual({ ...CLEAN, ...expected });
  });

  test('finds nothing in any part of what was given that arrived once, in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.infiniteStream(fc.boolean()), (given, coins) => {
        const ledger = given.filter(() => coins.next().value);
        const said = given.map((text) => ({
          text,
          outcome: ledger.includes(text) ? ('acknowledged' as const) : ('unconfirmed' as const),
        }));
        expect(judge({ given, said, ledger, shown: ledger })).toEqual(CLEAN);
      }),
    );
  });

  test('finds an order that changed, and calls no more texts reordered than were moved', () => {
    const moved = fc
      .uniqueArray(fc.string(), { minLength: 2, maxLength: 8 })
      .chain((given) =>
        fc.tuple(fc.constant(given), fc.nat(given.length - 1), fc.nat(given.length - 1)),
      )
      .filter(([, from, to]) => from !== to);
    fc.assert(
      fc.property(moved, ([given, from, to]) => {
        const ledger = given.toSpliced(from, 1).toSpliced(to, 0, given[from]!);
        const said = given.map((text) => ({ text, outcome: 'acknowledged' as const }));
        expect(judge({ given, said, ledger, shown: [] }).reordered).toHaveLength(1);
      }),
    );
  });
});
