import { onTestFinished } from 'vitest';

import type { Clock } from '../connection/runtime.ts';

export interface TrackedClock extends Clock {
  /** Timers that are set and have not run: 0 means that nothing will happen by itself. */
  pending(): number;
  /** Brings on the next timer without the wait for it, and no later one. */
  advanceToNext(): void;
}

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** What one look at real time adds at most: a moment in which the machine did other things takes no time. */
const MAX_STEP_MS = 5;

/**
 * Real time, run `speed` times as fast, that counts its timers. It stands still while a task runs and while
 * nothing gets to run, it is never past a timer that has not run, and it runs one timer at a time: what
 * sockets owe each other gets its turn before a deadline does, however busy the machine. It ends with its test.
 */
export function createTrackedClock(speed = 1): TrackedClock {
  const timers = new Map<number, Timer>();
  let nowMs = Date.now();
  let targetMs = nowMs;
  let lookedAt = performance.now();
  let last = 0;

  function next(): [number, Timer] | undefined {
    return [...timers].toSorted(([a, one], [b, other]) => one.dueMs - other.dueMs || a - b)[0];
  }

  function tick(): void {
    const elapsed = Math.floor(performance.now() - lookedAt);
    lookedAt += elapsed;
    targetMs += Math.min(elapsed, MAX_STEP_MS) * speed;
    const [id, timer] = next() ?? [];
    nowMs = Math.max(nowMs, Math.min(targetMs, timer?.dueMs ?? targetMs));
    if (id !== undefined && timer && timer.dueMs <= nowMs) {
      timers.delete(id);
      timer.run();
    }
  }

  const ticking = setInterval(tick, 1);
  onTestFinished(() => clearInterval(ticking));

  return {
    now: () => nowMs,
    setTimeout(run, ms) {
      last += 1;
      timers.set(last, { dueMs: nowMs + Math.max(0, ms), run });
      return last;
    },
    clearTimeout(handle) {
      if (typeof handle === 'number') {
        timers.delete(handle);
      }
    },
    pending: () => timers.size,
    advanceToNext() {
      targetMs = Math.max(targetMs, next()?.[1].dueMs ?? targetMs);
    },
  };
}
