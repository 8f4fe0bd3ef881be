import type { Evidence, Outcome } from './judge.ts';

/** Words after which nothing more is to be expected. */
const LAST_WORDS: readonly (Outcome | undefined)[] = [
  'acknowledged',
  'unconfirmed',
  'failed',
  'refused',
];

/**
 * Messages that came to nothing although everything is healed and quiet: no answer is shown, and the client has no
 * word that ends the waiting. What was lost without a word is among them. Pure.
 */
export function stuckMessages({ given, said, shown }: Evidence): readonly string[] {
  const isOver = (text: string): boolean =>
    LAST_WORDS.includes(said.find((each) => each.text === text)?.outcome);
  return given.filter((text) => !shown.includes(text) && !isOver(text));
}
