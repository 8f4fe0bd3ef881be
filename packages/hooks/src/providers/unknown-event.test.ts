import { expect, test } from 'vitest';

import { unknown } from './unknown-event.ts';

test('what could not be read is an event that says why, and nothing else', () => {
  expect(unknown('no event_type')).toEqual({ type: 'unknown', reason: 'no event_type' });
});
