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
    clock.jump(-3_600_000);
    expect(pacer.waitMs()).toBe(1_001);
  });
});
