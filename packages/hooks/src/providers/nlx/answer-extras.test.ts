import { describe, expect, test } from 'vitest';

import { extendMessage, readExtras } from './answer-extras.ts';

/** What a view is told of how an answer with this configuration is rated. */
function formOf(feedbackConfig: unknown) {
  const metadata = { feedbackUrl: 'https://feedback.example', feedbackConfig };
  const extras = readExtras({ metadata }, []);
  return extendMessage({ role: 'assistant', parts: [] }, extras, []).feedbackForm;
}

const scale = (positiveValue: unknown, negativeValue: unknown) => ({
  feedbackType: { type: 'binary', config: { positiveValue, negativeValue } },
});

describe('how an answer is rated', () => {
  test('is told in the terms of a view', () => {
    const labels = { positive: 'Yes', negative: 'No', comment: 'What was missing?' };
    const config = { feedbackId: 'x', ...scale(5, 1), labels, commentsEnabled: false };
    expect(formOf(config)).toEqual({ positive: 5, negative: 1, comments: false, labels });
  });

  test.each([
    undefined,
    null,
    'binary',
    [],
    {},
    { feedbackType: 7, labels: [], commentsEnabled: 1 },
  ])('is left to the view where the platform says %j', (config) =>
    expect(formOf(config)).toBeUndefined(),
  );

  test.each([
    ['one value', { feedbackType: { config: { positiveValue: 1 } } }],
    ['one and the same', scale(1, 1)],
    ['words', scale('1', '-1')],
    ['a number without an end', scale(JSON.parse('1e999'), -1)],
    ['none', scale(null, {})],
  ])('has no values of its own where there are %s', (_which, config) => {
    expect(formOf({ ...config, commentsEnabled: true })?.positive).toBeUndefined();
    expect(formOf({ ...config, commentsEnabled: true })?.negative).toBeUndefined();
  });

  test('takes words only, and not too many', () => {
    const labels = { positive: 'x'.repeat(1e5), negative: ' ', comment: 7, other: 'y' };
    expect(formOf({ labels })).toEqual({ labels: { positive: `${'x'.repeat(500)}…` } });
  });
});
