import type { Clock } from '@parley/hooks/vanilla';

export interface PatientClock extends Clock {
  /** Timers that are set and have not run. */
  pending(): number;
  stop(): void;
}

/** What one look at real time adds at most: a moment in which the machine did other things takes no time. */
const MAX_STEP_MS = 5;

/**
 * Real time, run `speed` times as fast, so that a client keeps its own deadlines and waits and a test does not
 * last as long. It stands still while nothing else gets to run: a busy machine makes nobody late.
 */
export function createPatientClock(speed: number): PatientClock {
  const timers = new Map<number, { readonly dueMs: number; readonly run: () => void }>();
  let nowMs = Date.now();
  let lookedAt = performance.now();
  let last = 0;

  function next(): number | undefined {
    let first: number | undefined;
    let firstDueMs = Infinity;
    for (const [id, { dueMs }] of timers) {
      if (dueMs < firstDueMs) {
        first = id;
        firstDueMs = dueMs;
      }
    }
    return first;
  }

  function tick(): void {
    const seen = performance.now();
    const targetMs = nowMs + Math.min(seen - lookedAt, MAX_STEP_MS) * speed;
    lookedAt = seen;
    const id = next();
    const timer = id === undefined ? undefined : timers.get(id);
    if (id === undefined || timer === undefined || timer.dueMs > targetMs) {
      nowMs = targetMs;
      return;
    }
    // One timer at a time: what sockets owe each other gets its turn before the next deadline.
    nowMs = Math.max(nowMs, timer.dueMs);
    timers.delete(id);
    timer.run();
  }

  const ticking = setInterval(tick, 1);

  return {
    now: () => Math.floor(nowMs),
    setTimeout(run, ms) {
      last += 1;
      timers.set(last, { dueMs: nowMs + Math.max(0, ms), run });
      return last;
    },
    clearTimeout(handle) {
      if (typeof handle === 'number') timers.delete(handle);
    },
    pending: () => timers.size,
    stop: () => clearInterval(ticking),
  };
}
