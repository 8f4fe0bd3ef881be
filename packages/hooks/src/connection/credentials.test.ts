import { describe, expect, it, vi } from 'vitest';

import { createCredentialReader, CREDENTIAL_TIMEOUT_MS } from './credentials.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

interface Named {
  apiKey: string;
  url: string;
}

function setUp() {
  const clock = createVirtualClock();
  return { clock, reader: createCredentialReader<Named>(clock) };
}

describe('createCredentialReader', () => {
  it('gives a plain value back', async () => {
    const { reader } = setUp();
    expect(await reader.read('apiKey', 'key')).toEqual({ ok: true, value: 'key' });
  });

  it('asks a function at every read', async () => {
    const { reader } = setUp();
    const source = vi.fn(() => 'key');
    await reader.read('apiKey', source);
    await reader.read('apiKey', source);
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('asks once for all who come meanwhile, even with other functions', async () => {
    const { reader } = setUp();
    const sources = Array.from({ length: 20 }, () => vi.fn(() => Promise.resolve('key')));
    const results = await Promise.all(sources.map((source) => reader.read('apiKey', source)));
    expect(results).toEqual(Array(20).fill({ ok: true, value: 'key' }));
    expect(sources.reduce((calls, source) => calls + source.mock.calls.length, 0)).toBe(1);
  });

  it('keeps credentials apart by name', async () => {
    const { reader } = setUp();
    const [key, url] = await Promise.all([
      reader.read('apiKey', () => 'key'),
      reader.read('url', () => 'wss://a.test'),
    ]);
    expect([key, url]).toEqual([
      { ok: true, value: 'key' },
      { ok: true, value: 'wss://a.test' },
    ]);
  });

  it('reuses a value until 30 s before it expires', async () => {
    const { clock, reader } = setUp();
    const source = vi.fn(() => ({ value: 'key', expiresAt: clock.now() + 60_000 }));
    await reader.read('apiKey', source);
    clock.jump(29_999);
    await reader.read('apiKey', source);
    expect(source).toHaveBeenCalledTimes(1);
    clock.jump(1);
    await reader.read('apiKey', source);
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('asks anew on refresh, and keeps the fresh value', async () => {
    const { clock, reader } = setUp();
    let count = 0;
    const source = () => ({ value: `key ${(count += 1)}`, expiresAt: clock.now() + 600_000 });
    await reader.read('apiKey', source);
    expect(await reader.read('apiKey', source, { refresh: true })).toMatchObject({
      value: 'key 2',
    });
    expect(await reader.read('apiKey', source)).toMatchObject({ value: 'key 2' });
  });

  it('does not let an older answer replace a refreshed one', async () => {
    const { clock, reader } = setUp();
    const expiresAt = clock.now() + 600_000;
    let answerOld = (_value: { value: string; expiresAt: number }): void => {};
    const old = reader.read('apiKey', () => new Promise((resolve) => (answerOld = resolve)));
    await clock.advance(0);
    const fresh = reader.read('apiKey', () => ({ value: 'new', expiresAt }), { refresh: true });
    expect(await fresh).toMatchObject({ value: 'new' });
    answerOld({ value: 'old', expiresAt });
    expect(await old).toMatchObject({ value: 'old' });
    expect(await reader.read('apiKey', () => 'asked again')).toMatchObject({ value: 'new' });
  });

  it('shares one refresh among those who ask for it', async () => {
    const { reader } = setUp();
    const source = vi.fn(() => Promise.resolve('key'));
    await Promise.all([
      reader.read('apiKey', source, { refresh: true }),
      reader.read('apiKey', source, { refresh: true }),
      reader.read('apiKey', source),
    ]);
    expect(source).toHaveBeenCalledTimes(1);
  });

  it('gives a rejection and an exception as values, and asks again next time', async () => {
    const { reader } = setUp();
    const cause = new Error('down');
    const rejected = { ok: false, problem: 'rejected', cause };
    expect(await reader.read('apiKey', () => Promise.reject(cause))).toEqual(rejected);
    const throwing = (): string => {
      throw cause;
    };
    expect(await reader.read('apiKey', throwing)).toEqual(rejected);
    expect(await reader.read('apiKey', () => 'key')).toEqual({ ok: true, value: 'key' });
  });

  it('gives up a source that hangs, ignores its late answer and leaves no timer', async () => {
    const { clock, reader } = setUp();
    let answer = (_value: { value: string; expiresAt: number }): void => {};
    const hanging = reader.read('apiKey', () => new Promise((resolve) => (answer = resolve)));
    await clock.advance(CREDENTIAL_TIMEOUT_MS);
    expect(await hanging).toEqual({ ok: false, problem: 'timeout' });
    answer({ value: 'late', expiresAt: clock.now() + 600_000 });
    expect(await reader.read('apiKey', () => 'key')).toMatchObject({ value: 'key' });
    expect(clock.pending()).toEqual([]);
  });

  it('refuses a value whose time is over already', async () => {
    const { clock, reader } = setUp();
    const source = () => ({ value: 'key', expiresAt: clock.now() });
    expect(await reader.read('apiKey', source)).toEqual({ ok: false, problem: 'expired' });
  });
});
