import { describe, expect, it } from 'vitest';

import { CLOUD_LIMITS } from './options.ts';
import { watchLimits } from './socket-limits.ts';

/** A clock that moves when it is told to. */
function createHandClock(): {
  clock: Parameters<typeof watchLimits>[0];
  advance: (ms: number) => void;
  pending: () => number;
} {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    clock: {
      now: () => now,
      setTimeout: (run, ms) => {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return timer;
      },
      clearTimeout: (handle) => {
        timers = timers.filter((timer) => timer !== handle);
      },
    },
    advance: (ms) => {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
    pending: () => timers.length,
  };
}

const MINUTE = 60_000;

describe('watchLimits', () => {
  it('closes after ten idle minutes, counted from the last frame', () => {
    const { clock, advance } = createHandClock();
    const closes: number[] = [];
    const watch = watchLimits(clock, CLOUD_LIMITS, (code) => closes.push(code));
    advance(9 * MINUTE);
    watch.allow('still here');
    advance(9 * MINUTE);
    expect(closes).toEqual([]);
    advance(MINUTE);
    expect(closes).toEqual([1001]);
  });

  it('closes after two hours however busy the socket is', () => {
    const { clock, advance } = createHandClock();
    const closes: number[] = [];
    const watch = watchLimits(clock, CLOUD_LIMITS, (code) => closes.push(code));
    for (let minute = 0; minute < 119; minute += 1) {
      advance(MINUTE);
      watch.allow('busy');
    }
    expect(closes).toEqual([]);
    advance(MINUTE);
    expect(closes).toEqual([1001]);
  });

  it.each([
    ['ASCII at the limit', 'x'.repeat(10), true],
    ['ASCII over it', 'x'.repeat(11), false],
    ['few characters of many bytes', '東京東京', false],
    ['bytes over it', new Uint8Array(11), false],
  ])('measures %s in bytes', (_name, frame, allowed) => {
    const { clock } = createHandClock();
    const closes: number[] = [];
    const watch = watchLimits(clock, { maxFrameBytes: 10 }, (code) => closes.push(code));
    expect(watch.allow(frame)).toBe(allowed);
    expect(closes).toEqual(allowed ? [] : [1009]);
  });

  it('does nothing when no limit is given, and leaves no timer when stopped', () => {
    const free = createHandClock();
    expect(watchLimits(free.clock, {}, () => undefined).allow('x'.repeat(1e6))).toBe(true);
    expect(free.pending()).toBe(0);
    const watched = createHandClock();
    const watch = watchLimits(watched.clock, CLOUD_LIMITS, () => undefined);
    watch.allow('one');
    watch.stop();
    expect(watched.pending()).toBe(0);
  });
});
