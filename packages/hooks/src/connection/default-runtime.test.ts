import { afterEach, describe, expect, it, vi } from 'vitest';

import { createRuntime } from './default-runtime.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('looks WebSocket and fetch up when they are used', async () => {
  const runtime = createRuntime();
  class Later {}
  const fetch = vi.fn(() => Promise.resolve(new Response('later')));
  vi.stubGlobal('WebSocket', Later);
  vi.stubGlobal('fetch', fetch);
  expect(runtime.WebSocket).toBe(Later);
  expect(await (await runtime.fetch('https://a.test')).text()).toBe('later');
});

it('has a clock that nobody can set', () => {
  const before = performance.now();
  const { clock } = createRuntime();
  vi.spyOn(Date, 'now').mockReturnValue(0);
  expect(clock.now()).toBe(0);
  expect(clock.monotonic?.()).toBeGreaterThanOrEqual(before);
});

it('takes what it is given, and survives a log that cannot be written', () => {
  const logger = vi.fn(() => {
    throw new Error('a log that cannot be written');
  });
  const random = (): number => 0.25;
  const runtime = createRuntime({ logger, random });
  expect(runtime).toMatchObject({ random });
  runtime.logger('info', 'something', { code: 1 });
  expect(logger).toHaveBeenCalledWith('info', 'something', { code: 1 });
});

describe('ids (S29: predictable ids)', () => {
  it('are of version 4, and each is another one', () => {
    const { createId } = createRuntime();
    const ids = Array.from({ length: 1000 }, createId);
    expect(new Set(ids).size).toBe(1000);
    ids.forEach((id) => expect(id).toMatch(UUID));
  });

  it('are made of random bytes, also where a page has nothing else of cryptography', () => {
    let next = 0;
    const getRandomValues = vi.fn((bytes: Uint8Array) => bytes.map(() => (next += 1)));
    vi.stubGlobal('crypto', {
      getRandomValues: (bytes: Uint8Array) => bytes.set(getRandomValues(bytes)) ?? bytes,
    });
    const { createId } = createRuntime();
    const ids = [createId(), createId()];
    expect(getRandomValues).toHaveBeenCalledTimes(2);
    // Every digit that is free comes from a byte of its own: the same bytes make the same id, others another.
    next = 0;
    expect(createId()).toBe(ids[0]);
    expect(ids[1]).not.toBe(ids[0]);
    expect(new Set(ids[0]?.replaceAll(/[^0-9a-f]/gu, '')).size).toBe(16);
  });

  it('owe nothing to Math.random, which can be foretold, nor to the chance of waits', () => {
    const foretold = vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('an id was made of Math.random');
    });
    const random = vi.fn(() => 0.5);
    for (const runtime of [createRuntime(), createRuntime({ random })]) {
      expect(runtime.createId()).toMatch(UUID);
    }
    expect(foretold).not.toHaveBeenCalled();
    expect(random).not.toHaveBeenCalled();
  });
});

it('is always online and visible, and paints nothing, without a page', () => {
  const { environment } = createRuntime();
  expect(environment.isOnline()).toBe(true);
  expect(environment.isVisible()).toBe(true);
  expect(environment.requestPaint).toBeUndefined();
  expect(() => environment.subscribe(() => {})()).not.toThrow();
});

it('tells the time since the epoch', () => {
  const before = Date.now();
  const now = createRuntime().clock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

it('forgets a timer that is taken back', async () => {
  const { clock } = createRuntime();
  const ran: string[] = [];
  clock.clearTimeout(clock.setTimeout(() => ran.push('taken back'), 0));
  await new Promise<void>((resolve) => {
    clock.setTimeout(resolve, 0);
  });
  expect(ran).toEqual([]);
});
