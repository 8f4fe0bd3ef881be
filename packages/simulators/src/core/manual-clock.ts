import type { Clock } from './platform.ts';

/** A clock that moves only when it is told to. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  readonly timers: number;
}

/** Makes a clock for the tests of the simulators. */
export function createManualClock(): ManualClock {
  let now = 0;
  let count = 0;
  const timers = new Map<number, { readonly run: () => void; readonly due: number }>();
  return {
    now: () => now,
    setTimeout(run, ms) {
      count += 1;
      timers.set(count, { run, due: now + ms });
      return count;
    },
    clearTimeout(handle) {
      // Handles are the numbers given out above.
      timers.delete(handle as number);
    },
    get timers() {
      return timers.size;
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers]
          .filter(([, { due }]) => due <= end)
          .sort(([, a], [, b]) => a.due - b.due);
        if (!next) break;
        timers.delete(next[0]);
        now = Math.max(now, next[1].due);
        next[1].run();
      }
      now = end;
    },
  };
}
