import type { ParleyClient } from '../clients/parley.ts';
import type { Scene } from '../scene.ts';

/**
 * The fault leaves a message of the user's with this word; once everything is healed, it arrives when the user asks
 * for it again. `look` is what Parley promises in between.
 */
export async function mendByHand(
  { strike, own, says, heal, askAgain, answered }: Scene,
  words: string,
  outcome: 'unconfirmed' | 'failed',
  look: (parley: ParleyClient) => void | Promise<void> = () => {},
): Promise<void> {
  await strike(async () => {
    await says(words, outcome);
    await own(look);
    await heal();
    askAgain(words);
  });
  await answered(words);
}
