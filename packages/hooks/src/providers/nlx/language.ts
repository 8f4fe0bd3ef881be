/** The language that is used when neither an option, the channel key nor the address names one. */
export const DEFAULT_LANGUAGE = 'en-US';

// Strict about case, so that the groups of a random key are not taken for a language.
const LANGUAGE_TAG = /^(.+)-([a-z]{2,3}(?:-[A-Z][a-z]{3})?-(?:[A-Z]{2}|\d{3}))$/u;

export interface TaggedKey {
  /** The key without its language. */
  readonly key: string;
  /** Such as `en-US`; undefined where the key names none. */
  readonly language: string | undefined;
}

/** Splits `abc-en-US` into `abc` and `en-US`. */
export function splitLanguage(tagged: string): TaggedKey {
  const [, key = tagged, language] = LANGUAGE_TAG.exec(tagged) ?? [];
  return { key, language };
}

/** The key in that language, whichever it had. */
export function inLanguage(key: string, language: string): string {
  return `${splitLanguage(key).key}-${language}`;
}
