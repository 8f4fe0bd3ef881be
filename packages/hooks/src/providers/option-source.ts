import type { Source } from '../connection/credential.ts';

/** A value that is known without asking: functions are asked per dial and are not compared. */
export function staticText(source: Source<string> | undefined): string | undefined {
  return typeof source === 'string' && source !== '' ? source : undefined;
}

/** The names whose value is missing, in words; undefined when none is. */
export function namesOfMissing(given: Readonly<Record<string, unknown>>): string | undefined {
  const names = Object.keys(given).filter((name) => !given[name]);
  return names.join(', ') || undefined;
}
