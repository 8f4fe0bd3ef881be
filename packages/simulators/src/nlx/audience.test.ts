import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { systemClock } from '../core/clock.ts';
import { createAudience, type Audience, type Listener } from './audience.ts';

interface Ear extends Listener {
  readonly heard: unknown[];
}

const createEar = (): Ear => {
  const heard: unknown[] = [];
  return { heard, hear: (response) => heard.push(response.conversationId) };
};

const said = (name: string, afterMs: number): Parameters<Audience['play']>[1][number] => ({
  afterMs,
  make: () => ({ conversationId: name }),
});

describe('createAudience', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('says each thing after its own pause, to every socket of the conversation', () => {
    const audience = createAudience(systemClock);
    const [one, two, stranger] = [createEar(), createEar(), createEar()];
    audience.join('a', one);
    audience.join('a', two);
    audience.join('b', stranger);
    audience.play('a', [said('first', 100), said('second', 100)]);
    vi.advanceTimersByTime(100);
    expect(one.heard).toEqual(['first']);
    vi.advanceTimersByTime(100);
    expect(one.heard).toEqual(['first', 'second']);
    expect(two.heard).toEqual(['first', 'second']);
    expect(stranger.heard).toEqual([]);
  });

  it('reaches a socket that joined in between, and not one that left', () => {
    const audience = createAudience(systemClock);
    const [early, late] = [createEar(), createEar()];
    audience.join('a', early);
    audience.play('a', [said('first', 100)]);
    audience.join('a', late);
    expect(audience.leave('a', early)).toBe(false);
    vi.advanceTimersByTime(100);
    expect(early.heard).toEqual([]);
    expect(late.heard).toEqual(['first']);
  });

  it('falls silent when hushed and leaves no timer', () => {
    const audience = createAudience(systemClock);
    const ear = createEar();
    audience.join('a', ear);
    audience.play('a', [said('first', 100)]);
    audience.hush('a');
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(1000);
    expect(ear.heard).toEqual([]);
  });

  it('says once that the last socket has left', () => {
    const audience = createAudience(systemClock);
    const ear = createEar();
    audience.join('a', ear);
    expect(audience.leave('a', ear)).toBe(true);
    expect(audience.leave('a', ear)).toBe(false);
  });
});
