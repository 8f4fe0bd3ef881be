import type { Clock } from '@parley/hooks';

/** The page's own time. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  // A handle goes back only to the clock that gave it.
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};
