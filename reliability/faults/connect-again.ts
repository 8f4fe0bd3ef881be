import type { Scene } from '../scene.ts';

/** Once everything is healed, `connect()` goes on from where the client gave up, and this message arrives. */
export async function connectAgain(scene: Scene, words: string): Promise<void> {
  const { strike, own, heal, answered } = scene;
  await strike(heal);
  await own((parley) => parley.chat.connect());
  await answered(words);
}
