import { isOver } from './is-over.ts';
import type { Evidence } from './judge.ts';

/**
 * Messages that came to nothing although everything is healed and quiet: no answer is shown, and the client has no
 * word that ends the waiting. What was lost without a word is among them. Pure.
 */
export function stuckMessages({ given, said, shown }: Evidence): readonly string[] {
  const outcomeOf = (text: string): string | undefined =>
    said.find((each) => each.text === text)?.outcome;
  return given.filter((text) => !shown.includes(text) && !isOver(outcomeOf(text)));
}
