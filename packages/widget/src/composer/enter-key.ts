/** What is known of a key press in the message box. */
export interface KeyFacts {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  /** 229 is what an input method's own key presses report, in Safari even after the composition has ended. */
  readonly keyCode: number;
}

export type KeyMeaning = 'send' | 'composing' | 'other';

/** Enter sends; with Shift or Alt it is a line. While an input method composes, Enter is the input method's. */
export function readEnterKey({
  key,
  shiftKey,
  altKey,
  isComposing,
  keyCode,
}: KeyFacts): KeyMeaning {
  if (key !== 'Enter' && keyCode !== 13) {
    return 'other';
  }
  if (isComposing || keyCode === 229) {
    return 'composing';
  }
  return shiftKey || altKey ? 'other' : 'send';
}

/**
 * Whether an Enter that ended a composition was meant to send. In Japanese and Chinese it picks a candidate. Hangul
 * has none to pick: the syllable was merely not closed yet, and the writer pressed Enter to send.
 */
export function sendsAtCompositionEnd(composed: string): boolean {
  return /\p{Script=Hangul}$/u.test(composed);
}
