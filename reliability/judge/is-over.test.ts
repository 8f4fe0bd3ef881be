import { expect, test } from 'vitest';

import { isOver } from './is-over.ts';

test.each(['acknowledged', 'unconfirmed', 'failed', 'refused'])('%s is a last word', (outcome) =>
  expect(isOver(outcome)).toBe(true),
);

test.each(['queued', 'sending', 'sent', 'unknown', 'anything else', undefined])(
  '%s is not',
  (outcome) => expect(isOver(outcome)).toBe(false),
);
