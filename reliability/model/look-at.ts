import { type Reach, reachOf } from './commands.ts';
import type { Invariant } from './invariants.ts';
import type { Situation, World } from './world.ts';

/** What came since the last look, what was shown before it, and what is shown now. */
export interface Look {
  readonly news: readonly Situation[];
  readonly last: Situation;
  readonly now: Situation;
}

/** What is shown before anything happened. */
const INITIAL: Situation = {
  status: 'idle',
  attempt: undefined,
  waitMs: undefined,
  at: 0,
  during: 'start',
  text: '',
};

/** Reads on where the model has read to, and holds the world to its invariants. */
export function lookAt(
  model: Reach & { seen: number },
  world: World,
  invariants: readonly Invariant[],
): Look {
  const { trace } = world;
  const last = trace[model.seen - 1] ?? INITIAL;
  const news = trace.slice(model.seen);
  const now = trace.at(-1) ?? INITIAL;
  model.seen = trace.length;
  Object.assign(model, reachOf(world));
  for (const holds of invariants) {
    holds(world, news, last, now);
  }
  return { news, last, now };
}
