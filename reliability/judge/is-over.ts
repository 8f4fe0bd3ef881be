import type { Outcome } from './judge.ts';

/** Words after which nothing more is to be expected of a message. */
const LAST_WORDS: readonly (string | undefined)[] = [
  'acknowledged',
  'unconfirmed',
  'failed',
  'refused',
] satisfies readonly Outcome[];

/** Whether a client's word on a message is its last one, unless the user asks again. Pure. */
export function isOver(outcome: string | undefined): boolean {
  return LAST_WORDS.includes(outcome);
}
