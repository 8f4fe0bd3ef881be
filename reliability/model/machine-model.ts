import { strict as assert } from 'node:assert';

import type { Reach } from './commands.ts';
import { type ConnectionWorld, STABLE_MS } from './connection-world.ts';
import {
  countsUp,
  didNothingWrong,
  holdsOneSocket,
  holdsTimersFor,
  type Invariant,
  isNeverStuck,
  restsUntilAsked,
  showsNoSecret,
  waitsWithinBounds,
} from './invariants.ts';
import { lookAt } from './look-at.ts';
import type { Situation } from './world.ts';

/** What the owner of a connection may expect: three words for six situations. */
export interface MachineModel extends Reach {
  wish: 'idle' | 'up' | 'closed' | 'failed';
  /** Fresh keys were asked for since the last socket that proved good. `unsure` where time was slept through. */
  refreshed: boolean | 'unsure';
  seen: number;
}

export const START: MachineModel = {
  socket: 'none',
  ghosts: 0,
  waiting: 0,
  wish: 'idle',
  refreshed: false,
  seen: 0,
};

const UP = ['connecting', 'ready', 'reconnecting'];

function invariantsOf({ plan, closes }: ConnectionWorld): readonly Invariant[] {
  return [
    holdsOneSocket,
    // The machine's, the heartbeat's, and one for every key that is asked for.
    holdsTimersFor(
      ({ desk }, status) =>
        desk.waiting +
        (UP.includes(status) ? 1 + (plan.heartbeat && status === 'ready' ? 1 : 0) : 0),
    ),
    isNeverStuck,
    restsUntilAsked({
      idle: ['connect', 'redial'],
      failed: ['connect', 'redial'],
      closed: ['connect'],
    }),
    countsUp((ready, endedAt) => plan.stableOnFrame || endedAt - ready.at >= STABLE_MS),
    waitsWithinBounds(() => {
      const verdict = closes.at(-1)?.verdict;
      return typeof verdict === 'object' ? verdict.retryAfterMs : 0;
    }),
    didNothingWrong,
    showsNoSecret,
  ];
}

/** Holds a connection to its invariants, and to what its owner may expect. */
export function lookAtMachine(model: MachineModel, world: ConnectionWorld, name: string): void {
  const { news, last, now } = lookAt(model, world, invariantsOf(world));
  if (model.refreshed && wasStable([last, ...news], world.clock.elapsedMs())) {
    model.refreshed = 'unsure';
  }
  const { status } = world.connection.status();
  assert.equal(status, now.status, `what was told last is not so after ${name}`);
  if (model.wish === 'up') {
    assert(UP.includes(status), `${status} after ${name}, where a connection is wanted`);
  } else {
    assert.equal(status, model.wish, `after ${name}`);
  }
}

/** Whether a socket was ready for long enough to clear the record; the last of the situations lasts until now. Pure. */
export function wasStable(
  situations: readonly Pick<Situation, 'status' | 'at'>[],
  nowMs: number,
): boolean {
  return situations.some(
    ({ status, at }, index) =>
      status === 'ready' && (situations[index + 1]?.at ?? nowMs) - at >= STABLE_MS,
  );
}

/** What a refusal leads to: fresh keys once, then rest. Only the connection's status tells where that is unsure. Pure. */
export function afterRefusal(
  { wish, refreshed }: Pick<MachineModel, 'wish' | 'refreshed'>,
  isRefreshable: boolean,
  status: string,
): Pick<MachineModel, 'wish' | 'refreshed'> {
  const isOver = !isRefreshable || refreshed === true;
  const seen = refreshed === 'unsure' ? (status === 'failed' ? 'failed' : 'up') : wish;
  const next = isOver ? 'failed' : seen;
  return { wish: next, refreshed: next === 'up' };
}
