import type { Clock } from './platform.ts';

/** A queue that lets things out in order, each after its own delay. */
export interface Lane {
  /** Runs at once when nothing waits and there is no delay. */
  add(run: () => void, delayMs: number): void;
  /** Forgets what waits. */
  clear(): void;
}

/** Makes a lane. A shorter delay never overtakes a longer one that came before it. */
export function createLane(clock: Clock): Lane {
  const waiting: { readonly run: () => void; readonly due: number }[] = [];
  let timer: unknown;
  const next = (): void => {
    timer = undefined;
    let first = waiting[0];
    while (first !== undefined && first.due <= clock.now()) {
      waiting.shift();
      first.run();
      first = waiting[0];
    }
    arm();
  };
  const arm = (): void => {
    const first = waiting[0];
    if (first === undefined || timer !== undefined) return;
    timer = clock.setTimeout(next, Math.max(0, first.due - clock.now()));
  };
  return {
    add: (run, delayMs) => {
      if (delayMs <= 0 && waiting.length === 0) return run();
      const last = waiting[waiting.length - 1]?.due ?? 0;
      waiting.push({ run, due: Math.max(last, clock.now() + delayMs) });
      arm();
    },
    clear: () => {
      waiting.length = 0;
      if (timer !== undefined) clock.clearTimeout(timer);
      timer = undefined;
    },
  };
}
