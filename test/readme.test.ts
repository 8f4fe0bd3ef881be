import { describe, expect, it } from 'vitest';

import { readmeExamples } from './readme-examples.ts';

const examples = readmeExamples();

describe('the README', () => {
  it('shows the widget and each hook', () => {
    expect([...examples.keys()]).toEqual([
      'App',
      'LexiconChat',
      'NlxSocketChat',
      'NlxChat',
      'AuiChat',
    ]);
  });

  it.each([...examples].filter(([name]) => name !== 'App'))(
    'needs at most ten lines for %s',
    (_name, code) => {
      expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    },
  );
});
