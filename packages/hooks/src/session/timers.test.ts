import { describe, expect, it } from 'vitest';

import { createVirtualClock } from '../connection/testing/virtual-clock.ts';
import { createTimers } from './timers.ts';

function setup() {
  const clock = createVirtualClock(0);
  const ran: string[] = [];
  const timers = createTimers<'a' | 'b'>(clock);
  const set = (slot: 'a' | 'b', ms: number, name: string): void => {
    timers.set(slot, ms, () => ran.push(name));
  };
  return { clock, ran, timers, set };
}

describe('createTimers', () => {
  it('runs each slot once, at its time', async () => {
    const { clock, ran, set } = setup();
    set('a', 20, 'a');
    set('b', 10, 'b');
    await clock.advance(9);
    expect(ran).toEqual([]);
    await clock.advance(1);
    expect(ran).toEqual(['b']);
    await clock.advance(100);
    expect(ran).toEqual(['b', 'a']);
  });

  it('replaces what a slot held', async () => {
    const { clock, ran, set } = setup();
    set('a', 10, 'first');
    set('a', 20, 'second');
    expect(clock.pending()).toEqual([20]);
    await clock.advance(20);
    expect(ran).toEqual(['second']);
  });

  it('clears one slot', async () => {
    const { clock, ran, timers, set } = setup();
    set('a', 10, 'a');
    set('b', 10, 'b');
    timers.clear('a');
    timers.clear('a');
    await clock.advance(10);
    expect(ran).toEqual(['b']);
  });

  it('clears them all', () => {
    const { clock, timers, set } = setup();
    set('a', 10, 'a');
    set('b', 10, 'b');
    timers.clearAll();
    expect(clock.pending()).toEqual([]);
  });

  it('may be set again from what it runs, and leaves the new timer alone', async () => {
    const { clock, ran, timers } = setup();
    timers.set('a', 10, () => {
      ran.push('one');
      timers.set('a', 10, () => ran.push('two'));
    });
    await clock.advance(10);
    expect(clock.pending()).toEqual([20]);
    await clock.advance(10);
    expect(ran).toEqual(['one', 'two']);
  });

  it('forgets a timer that has run', async () => {
    const cleared: unknown[] = [];
    const clock = createVirtualClock(0);
    const timers = createTimers<'a'>({
      ...clock,
      clearTimeout: (handle) => {
        cleared.push(handle);
        clock.clearTimeout(handle);
      },
    });
    timers.set('a', 10, () => undefined);
    await clock.advance(10);
    timers.clear('a');
    timers.set('a', 10, () => undefined);
    expect(cleared).toEqual([]);
  });
});
