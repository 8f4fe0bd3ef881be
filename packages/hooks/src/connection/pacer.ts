import type { Clock } from './runtime.ts';

export interface PaceOptions {
  /** At most this many frames in any window of `perMs`, both ends included. */
  readonly frames: number;
  readonly perMs: number;
}

/** Says when the next frame may go. One per destination: it outlives sockets, and heartbeats count. */
export interface Pacer {
  /** Milliseconds until the next frame may go; 0 is now. */
  waitMs(): number;
  /** Counts a frame that goes now. */
  take(): void;
  /** The server asked for less: doubles the gap between frames (again, each time) for 30 s. */
  slowDown(): void;
}

/** How long a slower pace lasts after the last request for it. */
export const SLOW_MS = 30_000;

/** Sixteen times the usual gap is slow enough for any advice without a figure. */
const MAX_SLOWNESS = 16;

export function createPacer({ frames, perMs }: PaceOptions, clock: Clock): Pacer {
  // The last frames only, oldest first: as many as a window may hold.
  let taken: number[] = [];
  let slowness = 1;
  let slowUntilMs = 0;

  /** A clock that was set back leaves times in the future: as if no time had passed since the last frame. */
  function now(): number {
    const nowMs = clock.now();
    const ahead = (taken.at(-1) ?? nowMs) - nowMs;
    if (ahead > 0) {
      taken = taken.map((time) => time - ahead);
      slowUntilMs -= ahead;
    }
    if (slowness > 1 && nowMs >= slowUntilMs) {
      slowness = 1;
    }
    return nowMs;
  }

  function waitMs(): number {
    const nowMs = now();
    const last = taken.at(-1);
    const oldest = taken.length >= frames ? taken[0] : undefined;
    // One more millisecond: a window that counts both of its ends must not see the next frame either.
    const forWindow = oldest === undefined ? 0 : oldest + perMs + 1 - nowMs;
    const gap = slowness > 1 ? (perMs / frames) * slowness : 0;
    const forGap = last === undefined ? 0 : last + gap - nowMs;
    return Math.max(0, forWindow, forGap);
  }

  return {
    waitMs,
    take() {
      const nowMs = now();
      taken.push(nowMs);
      if (taken.length > frames) {
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
