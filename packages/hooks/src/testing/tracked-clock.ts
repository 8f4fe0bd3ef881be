import type { Clock } from '../connection/runtime.ts';

export interface TrackedClock extends Clock {
  /** Timers that are set and have not run: 0 means that nothing will happen by itself. */
  pending(): number;
}

/** Real time, run `speed` times as fast, that counts its timers. */
export function createTrackedClock(speed = 1): TrackedClock {
  const started = Date.now();
  const handles = new Set<NodeJS.Timeout>();
  return {
    now: () => started + (Date.now() - started) * speed,
    setTimeout(run, ms) {
      const handle = setTimeout(() => {
        handles.delete(handle);
        run();
      }, ms / speed);
      handles.add(handle);
      return handle;
    },
    clearTimeout(handle) {
      // Only what `setTimeout` above gave comes back here.
      const known = handle as NodeJS.Timeout;
      handles.delete(known);
      clearTimeout(known);
    },
    pending: () => handles.size,
  };
}
