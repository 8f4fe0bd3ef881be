import { expect, test } from 'vitest';

import type { Outcome } from './judge.ts';
import { stuckMessages } from './stuck.ts';

const stuck = (outcome: Outcome | undefined, shown: readonly string[]): readonly string[] =>
  stuckMessages({
    given: ['a'],
    said: outcome === undefined ? [] : [{ text: 'a', outcome }],
    ledger: ['a'],
    shown,
  });

test.each(['acknowledged', 'unconfirmed', 'failed', 'refused'] as const)(
  'a message that is %s is not stuck without an answer',
  (outcome) => expect(stuck(outcome, ['b'])).toEqual([]),
);

test.each(['queued', 'sending', 'sent', 'unknown', undefined] as const)(
  'a message that is %s is stuck until an answer is shown',
  (outcome) => expect([stuck(outcome, ['b']), stuck(outcome, ['a'])]).toEqual([['a'], []]),
);
