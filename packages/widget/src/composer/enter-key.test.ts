import { describe, expect, it } from 'vitest';

import type { KeyFacts } from './enter-key.ts';
import { readEnterKey, sendsAtCompositionEnd } from './enter-key.ts';

const ENTER: KeyFacts = {
  key: 'Enter',
  shiftKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 13,
};

describe('readEnterKey', () => {
  it.each<[string, Partial<KeyFacts>, string]>([
    ['Enter', {}, 'send'],
    ['Shift+Enter', { shiftKey: true }, 'other'],
    ['Alt+Enter', { altKey: true }, 'other'],
    ['Enter while composing', { isComposing: true, keyCode: 229 }, 'composing'],
    ['Enter after a composition in Safari', { keyCode: 229 }, 'composing'],
    ['Enter that is composing without its code', { isComposing: true }, 'composing'],
    ['a letter', { key: 'a', keyCode: 65 }, 'other'],
    ['a letter while composing', { key: 'a', keyCode: 229, isComposing: true }, 'other'],
  ])('reads %s', (_title, facts, meaning) => {
    expect(readEnterKey({ ...ENTER, ...facts })).toBe(meaning);
  });
});

describe('sendsAtCompositionEnd', () => {
  it.each([
    ['안녕', true],
    ['ㅋ', true],
    ['日本', false],
    ['にほん', false],
    ['你好', false],
    ['', false],
  ])('%s: %s', (composed, sends) => {
    expect(sendsAtCompositionEnd(composed)).toBe(sends);
  });
});
