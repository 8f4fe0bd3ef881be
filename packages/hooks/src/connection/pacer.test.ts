import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createPacer, SLOW_MS } from './pacer.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

describe('createPacer', () => {
  it('lets a window be filled at once, then waits until it is past', () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ frames: 3, perMs: 1_000 }, clock);
    for (let frame = 0; frame < 3; frame += 1) {
      expect(pacer.waitMs()).toBe(0);
      pacer.take();
    }
    expect(pacer.waitMs()).toBe(1_001);
    clock.jump(1_001);
    expect(pacer.waitMs()).toBe(0);
  });

  it('remembers more than a window holds, for a pace that changes', () => {
    const clock = createVirtualClock();
    const pace = { frames: 1, perMs: 10 };
    const pacer = createPacer(pace, clock);
    for (let frame = 0; frame < 4; frame += 1) {
      clock.jump(11);
      pacer.take();
    }
    Object.assign(pace, { frames: 4, perMs: 1_000 });
    expect(pacer.waitMs()).toBe(1_001 - 3 * 11);
  });

  it('never lets any window hold more than its frames, whenever they are asked for', () => {
    const plans = fc.record({
      frames: fc.integer({ min: 1, max: 12 }),
      perMs: fc.integer({ min: 1, max: 2_000 }),
      steps: fc.array(
        fc.record({
          passMs: fc.integer({ min: 0, max: 700 }),
          isSlower: fc.constantFrom(false, false, false, true),
        }),
        { minLength: 10, maxLength: 120 },
      ),
    });
    fc.assert(
      fc.property(plans, ({ frames, perMs, steps }) => {
        const clock = createVirtualClock();
        const pacer = createPacer({ frames, perMs }, clock);
        const taken: number[] = [];
        for (const { passMs, isSlower } of steps) {
          clock.jump(passMs);
          if (isSlower) {
            pacer.slowDown();
          }
          while (pacer.waitMs() === 0) {
            pacer.take();
            taken.push(clock.now());
          }
        }
        for (const start of taken) {
          const inWindow = taken.filter((time) => time >= start && time <= start + perMs);
          expect(inWindow.length).toBeLessThanOrEqual(frames);
        }
        expect(taken.length).toBeGreaterThan(0);
      }),
    );
  });

  it('is not hurried by a date that is set forward, where the clock tells of it', () => {
    const clock = createVirtualClock();
    let monotonicMs = 0;
    const pacer = createPacer(
      { frames: 1, perMs: 1_000 },
      { ...clock, monotonic: () => monotonicMs },
    );
    pacer.take();
    clock.correct(3_600_000);
    expect(pacer.waitMs()).toBe(1_001);
    monotonicMs += 1_001;
    expect(pacer.waitMs()).toBe(0);
  });

  it('says exactly how long to wait', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 40 }),
        (pauses) => {
          const clock = createVirtualClock();
          const pacer = createPacer({ frames: 4, perMs: 1_000 }, clock);
          for (const pause of pauses) {
            clock.jump(pause);
            const wait = pacer.waitMs();
            if (wait > 0) {
              clock.jump(wait - 1);
              expect(pacer.waitMs()).toBe(1);
              clock.jump(1);
            }
            expect(pacer.waitMs()).toBe(0);
            pacer.take();
          }
        },
      ),
    );
  });

  it('keeps one place of every window for an urgent frame, which is never starved by a full queue', () => {
    const plans = fc.record({
      frames: fc.integer({ min: 1, max: 12 }),
      beatEveryMs: fc.integer({ min: 2_500, max: 6_000 }),
      isSlow: fc.boolean(),
    });
    fc.assert(
      fc.property(plans, ({ frames, beatEveryMs, isSlow }) => {
        const clock = createVirtualClock();
        const pacer = createPacer({ frames, perMs: 1_000 }, clock);
        const taken: number[] = [];
        const take = (): void => {
          pacer.take();
          taken.push(clock.now());
        };
        let dueMs = clock.now() + beatEveryMs;
        let latest = 0;
        for (let step = 0; step < 400; step += 1) {
          clock.jump(50);
          if (isSlow && step % 100 === 0) {
            pacer.slowDown();
          }
          // The queue is always full, and looked at first.
          while (pacer.waitMs(false) === 0) {
            take();
          }
          if (clock.now() >= dueMs && pacer.waitMs(true) === 0) {
            latest = Math.max(latest, clock.now() - dueMs);
            take();
            dueMs = clock.now() + beatEveryMs;
          }
        }
        for (const start of taken) {
          const inWindow = taken.filter((time) => time >= start && time <= start + 1_000);
          expect(inWindow.length).toBeLessThanOrEqual(frames);
        }
        // With a place for each there is no wait but for the coarse steps; one place has to come round.
        expect(latest).toBeLessThanOrEqual(frames > 1 ? 50 : 1_100);
        expect(clock.now()).toBeLessThan(dueMs + 1_100);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves ordinary frames nine of ten places', () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ frames: 10, perMs: 1_000 }, clock);
    for (let frame = 0; frame < 9; frame += 1) {
      expect(pacer.waitMs(false)).toBe(0);
      pacer.take();
    }
    expect(pacer.waitMs(false)).toBe(1_001);
    expect(pacer.waitMs(true)).toBe(0);
    pacer.take();
    expect(pacer.waitMs(true)).toBe(1_001);
  });

  it('doubles the gap each time it is asked to slow down, and forgets after a while', () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ frames: 10, perMs: 1_000 }, clock);
    pacer.take();
    pacer.slowDown();
    expect(pacer.waitMs()).toBe(200);
    pacer.slowDown();
    expect(pacer.waitMs()).toBe(400);
    for (let more = 0; more < 10; more += 1) {
      pacer.slowDown();
    }
    expect(pacer.waitMs()).toBe(1_600);
    clock.jump(SLOW_MS);
    pacer.take();
    expect(pacer.waitMs()).toBe(0);
  });

  it('does not block for the hour by which a clock was set back', () => {
    const clock = createVirtualClock(10_000_000);
    const pacer = createPacer({ frames: 1, perMs: 1_000 }, clock);
    pacer.take();
    clock.correct(-3_600_000);
    expect(pacer.waitMs()).toBe(1_001);
    clock.jump(1_001);
    expect(pacer.waitMs()).toBe(0);
  });

  it('is slow no longer for the hour by which a clock was set back', () => {
    const clock = createVirtualClock(10_000_000);
    const pacer = createPacer({ frames: 10, perMs: 1_000 }, clock);
    pacer.slowDown();
    clock.correct(-3_600_000);
    pacer.take();
    expect(pacer.waitMs()).toBe(200);
    clock.jump(SLOW_MS);
    pacer.take();
    expect(pacer.waitMs()).toBe(0);
  });
});
