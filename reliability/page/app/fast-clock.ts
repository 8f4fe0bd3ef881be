import type { Clock } from '@parley/hooks';

/** The page's own time and timers, run `speed` times as fast: throttling and freezing stay the browser's. */
export function createFastClock(speed: number): Clock {
  const startedAt = Date.now();
  return {
    now: () => startedAt + (Date.now() - startedAt) * speed,
    setTimeout: (run, ms) => setTimeout(run, ms / speed),
    clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
  };
}
