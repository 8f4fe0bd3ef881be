import { describe, expect, it } from 'vitest';

import { ar } from './phrases/ar.ts';
import { de } from './phrases/de.ts';
import { en } from './phrases/en.ts';
import { es } from './phrases/es.ts';
import { speak } from './say.ts';

const gapsOf = (phrase: string): string[] => (phrase.match(/\{\w+\}/g) ?? []).sort();

describe('speak', () => {
  it('answers in the language of the tag, whatever its country', () => {
    expect(speak('en-US')('order')).toBe(en.order);
    expect(speak('es-MX')('order')).toBe(es.order);
    expect(speak('de-AT')('order')).toBe(de.order);
    expect(speak('ar-EG')('order')).toBe(ar.order);
  });

  it('falls back to English for an unknown language and for a missing phrase', () => {
    expect(speak('fi-FI')('order')).toBe(en.order);
    expect(speak('ar-EG')('pendingDone')).toBe(en.pendingDone);
  });

  it('fills gaps and never reads a value as a pattern', () => {
    expect(speak('en-US')('sorry', { text: '$& {text}' })).toContain('“$& {text}”');
  });

  it.each(Object.entries({ ar, de, es }))(
    '%s has the gaps of the English phrases',
    (_code, phrases) => {
      const english: Partial<Record<string, string>> = en;
      const differing = Object.entries(phrases).filter(
        ([key, phrase]) => gapsOf(phrase).join() !== gapsOf(english[key] ?? '').join(),
      );
      expect(differing).toEqual([]);
    },
  );
});
