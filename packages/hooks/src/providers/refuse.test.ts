import { expect, test } from 'vitest';

import { refuse, refuseNonJson } from './refuse.ts';

test('a refusal carries the error that a person reads', () => {
  expect(refuse('unsupported', 'It takes no files.', { fix: 'Send text.' })).toEqual({
    error: {
      code: 'unsupported',
      message: 'It takes no files.',
      fix: 'Send text.',
      retryable: false,
    },
  });
});

test('what JSON cannot carry is refused by its name, with what can be sent instead', () => {
  expect(refuseNonJson('The context')).toEqual({
    error: {
      code: 'invalid-message',
      message: 'The context is not plain JSON.',
      fix: 'Use strings, finite numbers, booleans, null, arrays and plain objects only.',
      retryable: false,
    },
  });
});
