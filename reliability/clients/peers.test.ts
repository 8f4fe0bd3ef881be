import { afterEach, describe, expect, it, vi } from 'vitest';

import { phrase, PROVIDERS, startPlatform, wordsOf } from '../platforms.ts';
import { chooseClient, PEER_NAMES } from './choose-client.ts';
import type { ClientUnderTest } from './client.ts';

const PATIENCE = { timeout: 15_000, interval: 5 };

let client: ClientUnderTest | undefined;

afterEach(() => client?.close());

describe.each(PEER_NAMES)('%s', async (name) => {
  const { createClient, providers } = await chooseClient(name);
  const spoken = PROVIDERS.filter((provider) => providers.includes(provider));

  it.each(spoken)('talks to %s, comes back after a loss, and goes for good', async (provider) => {
    const platform = await startPlatform(provider);
    const { url: socketUrl, restUrl } = platform;
    client = createClient({ provider, socketUrl, restUrl, speed: 20 });
    const { isReady, said, send, shown } = client;
    await vi.waitUntil(isReady, PATIENCE);
    send(phrase('one'));
    await vi.waitUntil(() => shown().length === 1, PATIENCE);

    platform.drop();
    await vi.waitUntil(() => platform.connections === 0, PATIENCE);
    const isBack = (): boolean => provider === 'nlx-http' || platform.connections === 1;
    await vi.waitUntil(() => isBack() && isReady(), PATIENCE);
    send(phrase('two'));
    await vi.waitUntil(() => shown().length === 2, PATIENCE);
    expect(said().map(({ text }) => text)).toEqual([phrase('one'), phrase('two')]);
    expect(shown().map(wordsOf)).toEqual(['one', 'two']);

    await client.close();
    await vi.waitUntil(() => platform.connections === 0, PATIENCE);
    await platform.close();
  });
});
