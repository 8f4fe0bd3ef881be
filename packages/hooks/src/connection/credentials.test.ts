import { describe, expect, it, vi } from 'vitest';

import { createCredentialReader, CREDENTIAL_TIMEOUT_MS } from './credentials.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

interface Named {
  apiKey: string;
  url: string;
}

function setUp() {
  const clock = createVirtualClock();
  return { clock, ...createCredentialReader<Named>(clock) };
}

describe('createCredentialReader', () => {
  it('gives no value where there is no source', async () => {
    const { read } = setUp();
    expect(await read({ apiKey: undefined, url: '' })).toEqual({ url: '' });
  });

  it('gives a plain value back', async () => {
    const { read } = setUp();
    expect(await read({ apiKey: 'key' })).toEqual({ apiKey: 'key' });
  });

  it('takes nothing for the answer of a function that gives nothing', async () => {
    const { read } = createCredentialReader<{ apiKey: string | undefined }>(createVirtualClock());
    expect(await read({ apiKey: () => undefined })).toEqual({ apiKey: undefined });
  });

  it('asks a function at every read', async () => {
    const { read } = setUp();
    const source = vi.fn(() => 'key');
    await read({ apiKey: source });
    await read({ apiKey: source });
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('asks once for all who come meanwhile, even with other functions', async () => {
    const { read } = setUp();
    const sources = Array.from({ length: 20 }, () => vi.fn(() => Promise.resolve('key')));
    const results = await Promise.all(sources.map((source) => read({ apiKey: source })));
    expect(results).toEqual(Array(20).fill({ apiKey: 'key' }));
    expect(sources.reduce((calls, source) => calls + source.mock.calls.length, 0)).toBe(1);
  });

  it('keeps credentials apart by name', async () => {
    const { read } = setUp();
    const [key, url] = await Promise.all([
      read({ apiKey: () => 'key' }),
      read({ url: () => 'wss://a.test' }),
    ]);
    expect([key, url]).toEqual([{ apiKey: 'key' }, { url: 'wss://a.test' }]);
  });

  it('reuses a value until 30 s before it expires', async () => {
    const { clock, read } = setUp();
    const source = vi.fn(() => ({ value: 'key', expiresAt: clock.now() + 60_000 }));
    await read({ apiKey: source });
    clock.jump(29_999);
    await read({ apiKey: source });
    expect(source).toHaveBeenCalledTimes(1);
    clock.jump(1);
    await read({ apiKey: source });
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('asks anew on refresh, and keeps the fresh value', async () => {
    const { clock, read } = setUp();
    let count = 0;
    const source = () => ({ value: `key ${(count += 1)}`, expiresAt: clock.now() + 600_000 });
    await read({ apiKey: source });
    expect(await read({ apiKey: source }, true)).toEqual({ apiKey: 'key 2' });
    expect(await read({ apiKey: source })).toEqual({ apiKey: 'key 2' });
  });

  it('does not let an older answer replace a refreshed one', async () => {
    const { clock, read } = setUp();
    const expiresAt = clock.now() + 600_000;
    let answerOld = (_value: { value: string; expiresAt: number }): void => {};
    const old = read({ apiKey: () => new Promise((resolve) => (answerOld = resolve)) });
    await clock.advance(0);
    const fresh = read({ apiKey: () => ({ value: 'new', expiresAt }) }, true);
    expect(await fresh).toEqual({ apiKey: 'new' });
    answerOld({ value: 'old', expiresAt });
    expect(await old).toEqual({ apiKey: 'old' });
    expect(await read({ apiKey: () => 'asked again' })).toEqual({ apiKey: 'new' });
  });

  it('shares one refresh among those who ask for it', async () => {
    const { read } = setUp();
    const source = vi.fn(() => Promise.resolve('key'));
    await Promise.all([
      read({ apiKey: source }, true),
      read({ apiKey: source }, true),
      read({ apiKey: source }),
    ]);
    expect(source).toHaveBeenCalledTimes(1);
  });

  it('rejects with what the source threw, and asks again next time', async () => {
    const { read } = setUp();
    const cause = new Error('down');
    await expect(read({ apiKey: () => Promise.reject(cause) })).rejects.toBe(cause);
    const throwing = (): string => {
      throw cause;
    };
    await expect(read({ apiKey: throwing })).rejects.toBe(cause);
    expect(await read({ apiKey: () => 'key' })).toEqual({ apiKey: 'key' });
  });

  it('gives up a source that hangs, ignores its late answer and leaves no timer', async () => {
    const { clock, read } = setUp();
    let answer = (_value: { value: string; expiresAt: number }): void => {};
    const hanging = read({ apiKey: () => new Promise((resolve) => (answer = resolve)) });
    await Promise.all([
      expect(hanging).rejects.toThrow('not given in time'),
      clock.advance(CREDENTIAL_TIMEOUT_MS),
    ]);
    answer({ value: 'late', expiresAt: clock.now() + 600_000 });
    expect(await read({ apiKey: () => 'key' })).toEqual({ apiKey: 'key' });
    expect(clock.pending()).toEqual([]);
  });

  it('waits for nobody any more once it was stopped, and leaves no timer', async () => {
    const { clock, read, stop } = setUp();
    let answer = (_value: string): void => {};
    const hanging = read({ apiKey: () => new Promise((resolve) => (answer = resolve)) });
    stop();
    expect(clock.pending()).toEqual([]);
    await expect(hanging).rejects.toThrow('not given in time');
    answer('late');
    expect(await read({ apiKey: () => 'key' })).toEqual({ apiKey: 'key' });
  });

  it('asks anew in the breath in which it was stopped, and keeps what it knew', async () => {
    const { clock, read, stop } = setUp();
    const expiresAt = clock.now() + 600_000;
    await read({ apiKey: () => ({ value: 'known', expiresAt }) });
    const hanging = read({ url: () => new Promise<string>(() => {}) });
    stop();
    const next = read({ apiKey: () => 'asked again', url: () => 'wss://a.test' });
    expect(await next).toEqual({ apiKey: 'known', url: 'wss://a.test' });
    await expect(hanging).rejects.toThrow('not given in time');
  });

  it('asks at most once per lifetime however often the network comes and goes', async () => {
    const { clock, read } = setUp();
    const source = vi.fn(() => ({ value: 'key', expiresAt: clock.now() + 300_000 }));
    for (let dial = 0; dial < 200; dial += 1) {
      await read({ apiKey: source });
      clock.jump(1_000);
    }
    expect(source).toHaveBeenCalledTimes(1);
    for (let dial = 0; dial < 200; dial += 1) {
      await read({ apiKey: source });
      clock.jump(1_000);
    }
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('refuses a value whose time is over already', async () => {
    const { clock, read } = setUp();
    const source = () => ({ value: 'key', expiresAt: clock.now() });
    await expect(read({ apiKey: source })).rejects.toThrow('expired');
  });
});

describe('a wait that is ended', () => {
  it('asks nobody any more in the same tick', async () => {
    const { clock, read, stop } = setUp();
    const source = vi.fn(() => 'key');
    const reading = read({ apiKey: source });
    stop();
    await expect(reading).rejects.toThrow('in time');
    expect(source).not.toHaveBeenCalled();
    expect(await read({ apiKey: source })).toEqual({ apiKey: 'key' });
    expect(clock.pending()).toEqual([]);
  });

  it('may be ended by the function that is asked', async () => {
    const { clock, read, stop } = setUp();
    const source = vi.fn(() => {
      if (source.mock.calls.length === 1) {
        stop();
      }
      return 'key';
    });
    await expect(read({ apiKey: source })).rejects.toThrow('in time');
    expect(await read({ apiKey: source })).toEqual({ apiKey: 'key' });
    expect(clock.pending()).toEqual([]);
  });
});
