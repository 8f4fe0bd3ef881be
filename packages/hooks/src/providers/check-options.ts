import { isRecord } from './json-value.ts';

/** `source`: or a function that gives one. */
type KindName = 'text' | 'text-source' | 'record' | 'record-source';

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
  if (typeof kind !== 'string') {
    return typeof value === 'string' && kind.includes(value);
  }
  const isSource = typeof value === 'function' && kind.endsWith('source');
  return isSource || (kind.startsWith('record') ? isRecord(value) : typeof value === 'string');
}

function explain(value: unknown, kind: OptionKind): string {
  if (typeof kind !== 'string') {
    const what = typeof value === 'string' ? 'a word it does not know' : nameType(value);
    return `${what}. It decides how the platform is reached or read. Pass ${kind.map((word) => `'${word}'`).join(' or ')}`;
  }
  const [what, how] = kind.startsWith('record')
    ? ['a plain object', 'field by field']
    : ['a string', 'as text'];
  const orSource = kind.endsWith('source') ? ', or a function that gives one' : '';
  return `${nameType(value)}. It travels ${how}. Pass ${what}${orSource}`;
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
