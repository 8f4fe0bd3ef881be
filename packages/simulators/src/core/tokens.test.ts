import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { TEXTS } from './texts.ts';
import { splitTokens } from './tokens.ts';

describe('splitTokens', () => {
  it('loses and adds nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(splitTokens(text).join('')).toBe(text);
      }),
    );
  });

  it.each(Object.entries(TEXTS))('keeps the text "%s" whole', (_name, text) => {
    expect(splitTokens(text).join('')).toBe(text);
  });

  it('gives each word the space before it', () => {
    expect(splitTokens("I'd be happy.\n\nReally")).toEqual([
      "I'd",
      ' be',
      ' happy',
      '.',
      '\n\n',
      'Really',
    ]);
  });
});
