import { isRecord } from './json-value.ts';

type KindName = 'text' | 'text-source' | 'id-source' | 'record' | 'record-source';

const KINDS: Readonly<Record<KindName, readonly [why: string, what: string]>> = {
  text: ['It travels as text.', 'a string'],
  'text-source': ['It is needed as text at every dial.', 'a string, or a function that gives one'],
  'id-source': [
    'It is the conversation, or is asked for one.',
    'a string, or a function that makes or finds one',
  ],
  record: ['It travels as a JSON object.', 'a plain object'],
  'record-source': ['It is sent field by field.', 'a plain object, or a function that gives one'],
};

/** What an option has to be where it is given: one of the kinds above, or one of some words. */
export type OptionKind = KindName | readonly string[];

/** The options of a provider that untyped code can get wrong, and what each has to be. */
export type OptionKinds<Options> = { readonly [Name in keyof Options]?: OptionKind };

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
  for (const [name, kind] of Object.entries<OptionKind | undefined>(kinds)) {
    const value: unknown = Reflect.get(options, name);
    if (value !== undefined && kind !== undefined && !fits(value, kind)) {
      throw new TypeError(
        `hooks: the option ${name} of ${provider} is ${explain(value, kind)}, or leave it undefined.`,
      );
    }
  }
}

function fits(value: unknown, kind: OptionKind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'text-source':
    case 'id-source':
      return typeof value === 'string' || typeof value === 'function';
    case 'record':
      return isRecord(value);
    case 'record-source':
      return isRecord(value) || typeof value === 'function';
    default:
      return typeof value === 'string' && kind.includes(value);
  }
}

function explain(value: unknown, kind: OptionKind): string {
  if (typeof kind !== 'string') {
    const what = typeof value === 'string' ? 'a word it does not know' : nameType(value);
    return `${what}. It decides how the platform is reached or read. Pass ${kind.map((word) => `'${word}'`).join(' or ')}`;
  }
  const [why, what] = KINDS[kind];
  return `${nameType(value)}. ${why} Pass ${what}`;
}

function nameType(value: unknown): string {
  if (value === undefined || value === null) {
    return value === null ? 'null' : 'missing';
  }
  if (Array.isArray(value)) {
    return 'an array';
  }
  const type = typeof value;
  return type === 'object' ? `an object${isRecord(value) ? '' : ' of a class'}` : `a ${type}`;
}
