import {
  createVirtualClock,
  type VirtualClock,
} from '../../packages/hooks/src/connection/testing/virtual-clock.ts';

/** Virtual time whose date can be set apart from what timers go by. */
export interface WallClock extends VirtualClock {
  /** Corrects the date, as NTP does: timers do not notice. */
  setDate(byMs: number): void;
  /** Sleep: time passes for everybody, and no timer runs meanwhile. */
  sleep(ms: number): void;
  /** What timers go by: never set. */
  elapsedMs(): number;
}

/** A date of this century: one before 1970 is nobody's. */
const START_MS = 1_700_000_000_000;

export function createWallClock(): WallClock {
  const clock = createVirtualClock(START_MS);
  let offsetMs = 0;
  return {
    ...clock,
    now: () => clock.now() + offsetMs,
    monotonic: clock.now,
    elapsedMs: clock.now,
    sleep: clock.jump,
    setDate(byMs) {
      offsetMs += byMs;
    },
  };
}
