import type { Clock } from '../runtime.ts';

export interface VirtualClock extends Clock {
  /** Moves time on; due timers run in the order of their times, and promises settle between them. */
  advance(ms: number): Promise<void>;
  /** Moves time on to the next timer and no further: what real sockets do meanwhile takes no virtual time. */
  advanceToNext(): Promise<void>;
  /** Sets the time without running anything: sleep. What became due meanwhile is late. */
  jump(ms: number): void;
  /** Corrects what `now` says. Timers do not follow: each comes after as long as it was set for. */
  correct(ms: number): void;
  /** Times at which timers are due, soonest first. */
  pending(): readonly number[];
}

/** Enough turns for any chain of awaits in the code under test. */
const SETTLE_TURNS = 50;

/** Lets promise chains run to their end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLE_TURNS; turn += 1) {
    await Promise.resolve();
  }
}

/** A clock that stands still until it is told. For tests. */
export function createVirtualClock(startMs = 1_000_000): VirtualClock {
  const timers = new Map<number, { readonly dueMs: number; readonly run: () => void }>();
  let nowMs = startMs;
  let correctionMs = 0;
  let last = 0;

  function nextDue(): [number, { readonly dueMs: number; readonly run: () => void }] | undefined {
    return [...timers].toSorted((a, b) => a[1].dueMs - b[1].dueMs || a[0] - b[0])[0];
  }

  async function advance(ms: number): Promise<void> {
    const untilMs = nowMs + ms;
    await settle();
    for (let due = nextDue(); due !== undefined && due[1].dueMs <= untilMs; due = nextDue()) {
      nowMs = Math.max(nowMs, due[1].dueMs);
      timers.delete(due[0]);
      due[1].run();
      await settle();
    }
    nowMs = untilMs;
  }

  return {
    now: () => nowMs + correctionMs,
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
    advance,
    advanceToNext: () => advance(Math.max(0, (nextDue()?.[1].dueMs ?? nowMs) - nowMs)),
    jump(ms) {
      nowMs += ms;
    },
    correct(ms) {
      correctionMs += ms;
    },
    pending: () => [...timers.values()].map(({ dueMs }) => dueMs).toSorted((a, b) => a - b),
  };
}
