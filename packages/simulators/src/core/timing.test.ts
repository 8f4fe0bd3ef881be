import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createLane } from './lane.ts';
import { createManualClock } from './manual-clock.ts';
import { createRateWindow } from './rate-window.ts';
import { playSteps } from './timeline.ts';

describe('createLane', () => {
  it('keeps the order, whatever the delays', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.array(fc.nat(20)), (delays, pauses) => {
        const clock = createManualClock();
        const lane = createLane(clock);
        const out: number[] = [];
        delays.forEach((delayMs, index) => {
          lane.add(() => out.push(index), delayMs);
          clock.advance(pauses[index] ?? 0);
        });
        clock.advance(1000);
        expect(out).toEqual(delays.map((_delay, index) => index));
        expect(clock.timers).toBe(0);
      }),
    );
  });

  it('lets things pass at once when nothing waits, and forgets what waits when cleared', () => {
    const clock = createManualClock();
    const lane = createLane(clock);
    const out: string[] = [];
    lane.add(() => out.push('now'), 0);
    lane.add(() => out.push('later'), 10);
    expect(out).toEqual(['now']);
    lane.clear();
    clock.advance(100);
    expect(out).toEqual(['now']);
    expect(clock.timers).toBe(0);
  });
});

describe('createRateWindow', () => {
  it('passes at most the limit in any sliding second', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(300), { maxLength: 100 }),
        fc.integer({ min: 1, max: 10 }),
        (gaps, limit) => {
          let now = 0;
          const window = createRateWindow(() => now);
          const passed: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const before = passed.filter((at) => now - at < 1000).length;
            expect(window.take(limit)).toBe(before < limit);
            if (before < limit) passed.push(now);
          }
        },
      ),
    );
  });
});

describe('playSteps', () => {
  it('plays in order, each step after its wait, then reports the end once', () => {
    const clock = createManualClock();
    const out: string[] = [];
    const steps = [
      { afterMs: 0, name: 'a' },
      { afterMs: 10, name: 'b' },
      { afterMs: 0, name: 'c' },
      { afterMs: 5, name: 'd' },
    ];
    playSteps(
      clock,
      steps,
      ({ name }) => out.push(name),
      () => out.push('end'),
    );
    expect(out).toEqual(['a']);
    clock.advance(10);
    expect(out).toEqual(['a', 'b', 'c']);
    clock.advance(5);
    expect(out).toEqual(['a', 'b', 'c', 'd', 'end']);
    clock.advance(100);
    expect(out).toHaveLength(5);
  });

  it('stops for good when cancelled, inside a step too', () => {
    const clock = createManualClock();
    const out: number[] = [];
    const steps = [1, 2, 3].map((afterMs) => ({ afterMs }));
    const playback = playSteps(
      clock,
      steps,
      ({ afterMs }) => {
        out.push(afterMs);
        if (afterMs === 2) playback.cancel();
      },
      () => out.push(0),
    );
    clock.advance(100);
    expect(out).toEqual([1, 2]);
    expect(clock.timers).toBe(0);
  });
});
