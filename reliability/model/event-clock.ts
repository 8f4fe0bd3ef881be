import type { Clock } from '../../packages/hooks/src/connection/runtime.ts';

export interface EventClock extends Clock {
  /** Moves time on, from timer to timer; promises settle after each moment that had one. */
  advance(ms: number): Promise<void>;
  /** How many timers are set. */
  pending(): number;
}

/** Enough turns for a dial's chain of awaits. */
const SETTLE_TURNS = 20;

interface Timer {
  readonly dueMs: number;
  readonly id: number;
  readonly run: () => void;
}

const isBefore = (one: Timer, other: Timer): boolean =>
  one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.id < other.id);

/** A heap: its least timer is first. */
function push(heap: Timer[], timer: Timer): void {
  let place = heap.push(timer) - 1;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = heap[above];
    if (!parent || isBefore(parent, timer)) {
      break;
    }
    heap[place] = parent;
    place = above;
  }
  heap[place] = timer;
}

function pop(heap: Timer[]): Timer | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) {
    return first;
  }
  let place = 0;
  for (;;) {
    const left = heap[2 * place + 1];
    const right = heap[2 * place + 2];
    const isRight = left !== undefined && right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (!child || isBefore(last, child)) {
      break;
    }
    heap[place] = child;
    place = 2 * place + (isRight ? 2 : 1);
  }
  heap[place] = last;
  return first;
}

/** A virtual clock for thousands of clients: its timers are a heap. */
export function createEventClock(startMs = 1_700_000_000_000): EventClock {
  const heap: Timer[] = [];
  const live = new Set<number>();
  let nowMs = startMs;
  let last = 0;

  async function settle(): Promise<void> {
    for (let turn = 0; turn < SETTLE_TURNS; turn += 1) {
      await Promise.resolve();
    }
  }

  return {
    now: () => nowMs,
    setTimeout(run, ms) {
      last += 1;
      live.add(last);
      push(heap, { id: last, dueMs: nowMs + Math.max(0, ms), run });
      return last;
    },
    clearTimeout(handle) {
      if (typeof handle === 'number') {
        live.delete(handle);
      }
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (let due = heap[0]; due && due.dueMs <= untilMs; due = heap[0]) {
        pop(heap);
        if (live.delete(due.id)) {
          nowMs = Math.max(nowMs, due.dueMs);
          due.run();
          await settle();
        }
      }
      nowMs = untilMs;
    },
    pending: () => live.size,
  };
}
