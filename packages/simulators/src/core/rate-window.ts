/** Counts what passes in any sliding second. */
export interface RateWindow {
  /** Whether one more may pass now; what is turned away does not count. */
  take(perSecond: number): boolean;
}

const WINDOW_MS = 1000;

/** Makes a window over a clock. */
export function createRateWindow(now: () => number): RateWindow {
  let passed: number[] = [];
  return {
    take: (perSecond) => {
      const time = now();
      passed = passed.filter((at) => time - at < WINDOW_MS);
      if (passed.length >= perSecond) return false;
      passed.push(time);
      return true;
    },
  };
}
