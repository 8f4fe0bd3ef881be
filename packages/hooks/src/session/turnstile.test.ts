import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createVirtualClock } from '../connection/testing/virtual-clock.ts';
import { createTurnstile } from './turnstile.ts';

/** A page that paints when told to; each item takes `costMs` of its clock. */
function setup({ paints = true, costMs = 0 } = {}) {
  const clock = createVirtualClock(0);
  let skippedMs = 0;
  const paintings = new Set<() => void>();
  const logged: string[] = [];
  const ran: number[] = [];
  const batches: number[] = [];
  const untold: number[] = [];
  const turnstile = createTurnstile(
    {
      clock: { ...clock, now: () => clock.now() + skippedMs },
      environment: {
        isOnline: () => true,
        isVisible: () => paints,
        subscribe: () => () => {},
        requestPaint(run) {
          paintings.add(run);
          return () => paintings.delete(run);
        },
      },
      logger: (_level, event) => logged.push(event),
    },
    (run, later) => {
      const before = ran.length;
      run();
      (later ? untold : batches).push(ran.length - before);
    },
  );
  const frame = (item: number, weight = 10): void =>
    turnstile.pass(() => {
      skippedMs += costMs;
      ran.push(item);
    }, weight);
  const frames = (from: number, to: number): void => {
    for (let item = from; item < to; item += 1) {
      frame(item);
    }
  };
  return {
    turnstile,
    clock,
    ran,
    batches,
    untold,
    logged,
    frame,
    frames,
    isWaiting: () => clock.pending().length > 0,
    draw: (ms: number): unknown => (skippedMs += ms),
    paint() {
      const now = [...paintings];
      paintings.clear();
      now.forEach((run) => run());
    },
  };
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, item) => item);

describe('createTurnstile', () => {
  it('lets five frames between two paints pass as they come', () => {
    const { frames, ran, isWaiting, paint } = setup();
    frames(0, 5);
    expect(ran).toEqual(upTo(5));
    paint();
    frames(5, 10);
    expect(ran).toEqual(upTo(10));
    expect(isWaiting()).toBe(false);
    frames(10, 11);
    expect(ran).toEqual(upTo(10));
    expect(isWaiting()).toBe(true);
  });

  it('lets fifty frames in a tenth of a second pass where nothing paints', async () => {
    const { frames, ran, clock, isWaiting } = setup({ paints: false });
    frames(0, 50);
    await clock.advance(100);
    frames(50, 100);
    expect(ran).toEqual(upTo(100));
    expect(isWaiting()).toBe(false);
    frames(100, 101);
    expect(isWaiting()).toBe(true);
  });

  it('keeps what comes faster for the next paint, as one batch', () => {
    const { frames, ran, paint, batches, isWaiting } = setup();
    frames(0, 80);
    expect(ran).toEqual(upTo(5));
    paint();
    expect(ran).toEqual(upTo(80));
    expect(batches).toEqual([75]);
    expect(isWaiting()).toBe(false);
  });

  it('reads on after a quarter of a second where nothing paints', async () => {
    const { frames, ran, clock } = setup({ paints: false, costMs: 1 });
    frames(0, 200);
    await clock.advance(250);
    expect(ran).toEqual(upTo(200));
  });

  it('reads for eight milliseconds at a time, and leaves the rest for the next paint', () => {
    const { frames, ran, paint, isWaiting } = setup({ costMs: 1 });
    frames(0, 32);
    paint();
    expect(ran).toEqual(upTo(14));
    paint();
    expect(ran).toEqual(upTo(23));
    paint();
    expect(ran).toEqual(upTo(32));
    expect(isWaiting()).toBe(false);
  });

  it('reads less at a time where it takes long to draw what was read, and more again where it does not', () => {
    const { frames, paint, draw, batches } = setup({ costMs: 1 });
    frames(0, 200);
    for (const drawnMs of [16, 64, 64, 640, 640, 16, 0, 0]) {
      draw(drawnMs);
      paint();
    }
    expect(batches).toEqual([9, 5, 3, 2, 2, 3, 9, 9]);
  });

  it('keeps what is no frame behind the frames before it', () => {
    const { frames, ran, turnstile, paint } = setup();
    frames(0, 60);
    turnstile.pass(() => ran.push(-1));
    expect(ran).toEqual(upTo(5));
    paint();
    expect(ran).toEqual([...upTo(60), -1]);
    turnstile.pass(() => ran.push(-2));
    expect(ran.at(-1)).toBe(-2);
  });

  it('reads everything now when asked', () => {
    const { frames, ran, turnstile, isWaiting } = setup({ costMs: 1 });
    frames(0, 80);
    turnstile.flush();
    expect(ran).toEqual(upTo(80));
    expect(isWaiting()).toBe(false);
  });

  it('reads ahead for no longer than a page can bear, and says whether more waits', () => {
    const { frames, ran, turnstile, isWaiting } = setup({ costMs: 1 });
    frames(0, 20);
    expect(turnstile.read()).toBe(false);
    expect(ran).toEqual(upTo(5 + 9));
    expect(isWaiting()).toBe(true);
    expect(turnstile.read()).toBe(true);
    expect(ran).toEqual(upTo(20));
    expect(isWaiting()).toBe(false);
  });

  it('reads everything where nothing paints, however long it takes', () => {
    const { frames, ran, turnstile } = setup({ costMs: 1, paints: false });
    frames(0, 80);
    expect(turnstile.read()).toBe(true);
    expect(ran).toEqual(upTo(80));
  });

  it('says from inside of what it runs whether more waits', () => {
    const { frames, turnstile } = setup();
    const said: boolean[] = [];
    frames(0, 5);
    const ask = (): void => void said.push(turnstile.read());
    turnstile.pass(ask, 1);
    turnstile.pass(ask, 1);
    turnstile.flush();
    expect(said).toEqual([false, true]);
  });

  it('does not read the next one inside the one before', () => {
    const { frames, ran, turnstile } = setup();
    frames(0, 5);
    turnstile.pass(() => {
      turnstile.flush();
      turnstile.pass(() => ran.push(-2));
      ran.push(-1);
    }, 1);
    frames(5, 7);
    turnstile.flush();
    expect(ran).toEqual([...upTo(5), -1, 5, 6, -2]);
  });

  it('goes on past one that throws', () => {
    const { frames, ran, turnstile, logged } = setup();
    frames(0, 5);
    turnstile.pass(() => {
      throw new Error('mine');
    }, 1);
    frames(5, 6);
    turnstile.flush();
    expect(ran).toEqual(upTo(6));
    expect(logged).toEqual(['handler-threw']);
  });

  it('holds no more than so much: then reading keeps up with what comes', () => {
    const { frame, ran, batches, untold, paint } = setup({ costMs: 9 });
    for (let item = 0; item < 5 + 40; item += 1) {
      frame(item, 1_000_000);
    }
    expect(ran).toEqual(upTo(5 + 40 - 33));
    // Each as it came, and told of when it can be drawn.
    expect([batches, untold]).toEqual([[], [1, 1, 1, 1, 1, 1, 1]]);
    paint();
    expect(batches).toEqual([1]);
  });

  it('loses nothing, doubles nothing and keeps the order', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('frames' as const), count: fc.integer({ min: 1, max: 200 }) }),
        fc.record({ do: fc.constantFrom('paint' as const, 'flush' as const) }),
        fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 300 }) }),
      ),
      { maxLength: 30 },
    );
    return fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (given, paints) => {
        const { frames, ran, turnstile, clock, paint, isWaiting } = setup({ paints, costMs: 1 });
        let sent = 0;
        for (const step of given) {
          if (step.do === 'frames') {
            frames(sent, sent + step.count);
            sent += step.count;
          } else if (step.do === 'wait') {
            await clock.advance(step.ms);
          } else {
            ({ paint, flush: turnstile.flush })[step.do]();
          }
          expect(ran).toEqual(upTo(ran.length));
          expect(isWaiting()).toBe(ran.length < sent);
        }
        turnstile.flush();
        expect(ran).toEqual(upTo(sent));
      }),
      { numRuns: 100 },
    );
  });
});
