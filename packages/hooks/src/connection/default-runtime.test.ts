import { afterEach, expect, it, vi } from 'vitest';

import { createRuntime } from './default-runtime.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

afterEach(() => {
  vi.unstubAllGlobals();
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

it('makes version 4 ids, also where only random bytes can be had', () => {
  const runtime = createRuntime();
  const ids = new Set([runtime.createId(), runtime.createId()]);
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  ids.add(runtime.createId()).add(runtime.createId());
  expect(ids.size).toBe(4);
  for (const id of ids) {
    expect(id).toMatch(UUID);
  }
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
