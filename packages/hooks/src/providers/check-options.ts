import { isRecord } from './json-value.ts';
import type { CredentialSources } from './provider.ts';

/** What an option has to be where it is given, and the words for one that is not. */
export type OptionKind = readonly [
  fits: (value: unknown) => boolean,
  words: string,
  /** What text that does not fit is called. Default: a string. */
  nameOfText?: string,
];

/** The options of a provider's own that untyped code can get wrong, and what each has to be. */
export type OptionKinds<Options> = { readonly [Name in keyof Options]?: OptionKind };

export const TEXT: OptionKind = [
  (value) => typeof value === 'string',
  'It travels as text. Pass a string',
];
export const RECORD: OptionKind = [isRecord, 'It travels field by field. Pass a plain object'];
export const TEXT_SOURCE: OptionKind = sourceOf(TEXT);
export const RECORD_SOURCE: OptionKind = sourceOf(RECORD);

function sourceOf([fits, words]: OptionKind): OptionKind {
  return [
    (value) => typeof value === 'function' || fits(value),
    `${words}, or a function that gives one`,
  ];
}

/** What any provider has. */
const COMMON: OptionKinds<CredentialSources & { readonly restUrl?: string }> = {
  apiKey: TEXT_SOURCE,
  url: TEXT_SOURCE,
  headers: RECORD_SOURCE,
  restUrl: TEXT,
};

/** One of these words. */
export function oneOf<Word extends string>(...words: readonly Word[]): OptionKind {
  return [
    (value) => words.some((word) => word === value),
    `It decides how the platform is reached or read. Pass ${words.map((word) => `'${word}'`).join(' or ')}`,
    'a word it does not know',
  ];
}

/**
 * Throws for options that no type checker has seen and that cannot be meant. Undefined is always fine: it
 * says that something is not known yet. No value is repeated, since any of them may be a misplaced key.
 */
export function checkOptions<Options extends object>(
  provider: string,
  options: Options,
  kinds: OptionKinds<Options>,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(
      `hooks: the options of ${provider} are ${nameType(options)}. They name the conversation and how to reach it. Pass an object; what is not known yet may be undefined in it.`,
    );
  }
  for (const [name, kind] of Object.entries<OptionKind | undefined>({ ...COMMON, ...kinds })) {
    const value: unknown = Reflect.get(options, name);
    if (kind && value !== undefined && !kind[0](value)) {
      throw new TypeError(
        `hooks: the option ${name} of ${provider} is ${nameType(value, kind[2])}. ${kind[1]}, or leave it undefined.`,
      );
    }
  }
}

function nameType(value: unknown, nameOfText = 'a string'): string {
  if (value === undefined || value === null) {
    return value === null ? 'null' : 'missing';
  }
  if (Array.isArray(value)) {
    return 'an array';
  }
  if (typeof value === 'object') {
    return isRecord(value) ? 'an object' : 'an object of a class';
  }
  return typeof value === 'string' ? nameOfText : `a ${typeof value}`;
}
