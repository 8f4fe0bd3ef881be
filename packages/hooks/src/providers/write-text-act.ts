import { compact, type JsonRecord, toJsonRecord } from './json-value.ts';
import type { Outgoing, UserAct } from './provider.ts';
import { refuse, refuseNonJson } from './refuse.ts';

/**
 * Writes an act for a platform that knows nothing but text: a choice is the text on its button. `along` goes
 * with it under `name`, the platform's word, unless it is empty.
 */
export function writeTextAct(
  act: UserAct,
  platform: string,
  name: string,
  along: JsonRecord,
  write: (text: string, along: JsonRecord | undefined) => JsonRecord,
): Outgoing {
  if (act.type !== 'text' && act.type !== 'choice') {
    return refuse('unsupported', `${platform} has no request of the kind "${act.type}".`);
  }
  const { text } = act.type === 'text' ? act : act.choice;
  if (text.trim() === '') {
    return refuse('invalid-message', 'A message needs some text.');
  }
  const clean = toJsonRecord(along);
  return clean
    ? { body: write(text, compact(clean)) }
    : refuseNonJson(`The ${name} of this message`);
}
