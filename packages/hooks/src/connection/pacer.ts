import type { Clock } from './runtime.ts';

export interface PaceOptions {
  /** At most this many frames in any window of `perMs`, both ends included. */
  readonly frames: number;
  readonly perMs: number;
}

/** Says when the next frame may go. One per destination: it outlives sockets, and heartbeats count. */
export interface Pacer {
  /**
   * Milliseconds until the next frame may go; 0 is now. Where there are heartbeats it says whether this is one:
   * other frames then keep one place of every window free for them, and only others take a slower pace.
   */
  waitMs(isBeat?: boolean): number;
  /** Counts a frame that goes now. */
  take(): void;
  /** The server asked for less: doubles the gap between frames (again, each time) for 30 s. */
  slowDown(): void;
}

/** How long a slower pace lasts after the last request for it. */
export const SLOW_MS = 30_000;

/** Sixteen times the usual gap is slow enough for any advice without a figure. */
const MAX_SLOWNESS = 16;

/** So many frames are remembered at least: another pace may allow more of them than the one before. */
const REMEMBERED = 100;

/** The pace may change at any time: what has gone counts for the new one as well. */
export function createPacer(pace: PaceOptions, clock: Clock): Pacer {
  // The last frames only, oldest first: as many as a window may hold.
  let taken: number[] = [];
  let slowness = 1;
  let slowUntilMs = 0;

  /** A clock that was set back leaves times in the future: they count as this moment. */
  function now(): number {
    const nowMs = clock.monotonic?.() ?? clock.now();
    taken = taken.map((time) => Math.min(time, nowMs));
    slowUntilMs = Math.min(slowUntilMs, nowMs + SLOW_MS);
    slowness = nowMs < slowUntilMs ? slowness : 1;
    return nowMs;
  }

  return {
    waitMs(isBeat) {
      const nowMs = now();
      const { frames, perMs } = pace;
      const places = frames - (isBeat === false ? 1 : 0);
      // One more millisecond: a window that counts both of its ends must not see the next frame either. Where
      // there is but one place, it is the next window's that is kept free.
      const windowMs = (perMs + 1) * (places > 0 ? 1 : 2);
      const forWindow = (taken.at(-(places || 1)) ?? -Infinity) + windowMs;
      const gap = slowness > 1 && !isBeat ? (perMs / frames) * slowness : 0;
      const forGap = (taken.at(-1) ?? -Infinity) + gap;
      return Math.max(nowMs, forWindow, forGap) - nowMs;
    },
    take() {
      const nowMs = now();
      taken.push(nowMs);
      if (taken.length > Math.max(pace.frames, REMEMBERED)) {
        taken.shift();
      }
    },
    slowDown() {
      const nowMs = now();
      slowness = Math.min(MAX_SLOWNESS, slowness * 2);
      slowUntilMs = nowMs + SLOW_MS;
    },
  };
}
