import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createBrowserHost, type BrowserSimulator } from './browser-host.ts';
import { createEchoPlatform } from './echo-platform.ts';
import { createManualClock } from './manual-clock.ts';
import { openClient, type TestClient } from './test-client.ts';

let simulator: BrowserSimulator;
const log: string[] = [];

beforeEach(() => {
  log.length = 0;
  simulator = createBrowserHost(createEchoPlatform(log));
});

afterEach(() => simulator.close());

const dial = (): TestClient => openClient(simulator.WebSocket, simulator.url);

async function ready(): Promise<TestClient> {
  const client = dial();
  await client.until(({ kind }) => kind === 'hello');
  return client;
}

describe('the WebSocket of a browser simulator', () => {
  it('opens later than its construction, then talks', async () => {
    const client = dial();
    expect(client.socket.readyState).toBe(0);
    expect(() => client.socket.send('early')).toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    );
    await client.until(({ kind }) => kind === 'hello');
    expect(client.socket.readyState).toBe(simulator.WebSocket.OPEN);
    client.socket.send('text');
    client.socket.send(new Uint8Array([1, 2, 3]).subarray(1));
    client.socket.send(new Blob([new Uint8Array([9])]));
    client.socket.send('last');
    await client.until(({ data }) => data === 'last');
    expect(client.frames.map(({ data }) => data)).toEqual([undefined, 'text', [2, 3], [9], 'last']);
  });

  it('calls handlers that were set as properties', async () => {
    const socket = new simulator.WebSocket(simulator.url);
    const calls: string[] = [];
    socket.onopen = () => calls.push('open');
    socket.onmessage = ({ data }: MessageEvent) => calls.push(String(data));
    await new Promise<void>((resolve) => {
      socket.onclose = ({ code, wasClean }) => {
        calls.push(`close ${code} ${wasClean}`);
        resolve();
      };
      socket.addEventListener('message', () => socket.close(1000));
    });
    expect(calls).toEqual(['open', '{"kind":"hello"}', 'close 1000 true']);
  });

  it.each([1001, 1005, 1006, 1008, 1011, 2999, 5000, 0])(
    'does not take %i for close()',
    async (code) => {
      const { socket } = await ready();
      expect(() => socket.close(code)).toThrow(
        expect.objectContaining({ name: 'InvalidAccessError' }),
      );
      expect(socket.readyState).toBe(1);
    },
  );

  it('does not take a reason over 123 bytes', async () => {
    const { socket } = await ready();
    expect(() => socket.close(1000, 'ü'.repeat(62))).toThrow(
      expect.objectContaining({ name: 'SyntaxError' }),
    );
    socket.close(1000, 'x'.repeat(123));
  });

  it.each([
    ['no address', [] as string[]],
    ['ftp://x', []],
    ['ws://x/#here', []],
    ['ws://x', ['a', 'a']],
    ['ws://x', ['a b']],
    ['ws://x', ['']],
  ])('does not take the address %s with the protocols %j', (url, protocols) => {
    expect(() => new simulator.WebSocket(url, protocols)).toThrow(
      expect.objectContaining({ name: 'SyntaxError' }),
    );
  });

  it('closes with 1005 when no code is given, and delivers nothing after close()', async () => {
    const client = await ready();
    client.say('x');
    client.socket.close();
    expect(client.socket.readyState).toBe(2);
    client.socket.send('discarded');
    expect(client.socket.bufferedAmount).toBe(9);
    expect(await client.closed).toEqual({ code: 1005, reason: '' });
    expect(client.texts).toHaveLength(1);
    expect(log).toEqual(['1005 ']);
    expect(simulator.connections).toBe(0);
  });

  it('fails with error and 1006 when closed while it connects, and when refused', async () => {
    for (const fault of [{}, { refuse: true }, { hangHandshake: true }]) {
      simulator.setFaults(fault);
      const client = dial();
      const failed = vi.fn();
      client.socket.addEventListener('error', failed);
      if (!('refuse' in fault)) client.socket.close();
      expect(await client.closed).toEqual({ code: 1006, reason: '' });
      expect(failed).toHaveBeenCalledOnce();
    }
    expect(log).toEqual([]);
  });

  it('ends with 1006 and no error when the line is cut', async () => {
    const client = await ready();
    const failed = vi.fn();
    client.socket.addEventListener('error', failed);
    simulator.drop();
    expect((await client.closed).code).toBe(1006);
    expect(failed).not.toHaveBeenCalled();
    expect(log).toEqual(['1006 ']);
  });

  it('waits a minute for the close frame of a server that hangs', async () => {
    const clock = createManualClock();
    simulator = createBrowserHost(createEchoPlatform(log), { clock });
    const client = await ready();
    simulator.setFaults({ hang: true });
    client.socket.close(1000);
    await vi.waitUntil(() => clock.timers === 1);
    clock.advance(59_999);
    expect(client.socket.readyState).toBe(2);
    clock.advance(1);
    expect((await client.closed).code).toBe(1006);
  });
});

describe('the fetch of a browser simulator', () => {
  it('answers like the server would, for every address', async () => {
    const answer = await simulator.fetch('https://elsewhere.example/p?q', {
      method: 'POST',
      body: 'hi',
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ method: 'POST', path: '/p', body: 'hi' });
    expect(simulator.received[0]?.request).toEqual({ method: 'POST', path: '/p' });
  });

  it('can be aborted while the server hangs', async () => {
    simulator.setFaults({ hang: true });
    const abort = new AbortController();
    const answer = simulator.fetch(simulator.restUrl, { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  it('streams in pieces, and breaks off where the line is cut', async () => {
    simulator.setFaults({ sliceBytes: 2 });
    expect(await (await simulator.fetch(simulator.restUrl)).json()).toMatchObject({
      method: 'GET',
    });
    simulator.setFaults({ dropAfterFrames: 1 });
    const cut = await simulator.fetch(simulator.restUrl);
    await expect(cut.text()).rejects.toThrow('network error');
  });
});
