import { describe, expect, it } from 'vitest';

import { isReady, textsOf, until } from '../testing/until.ts';
import { type HookBench, renderCase, say, startBench, withHook } from './testing/hook-bench.ts';
import { HOOK_CASES, KEY, SECOND_KEY, TASKS } from './testing/hook-cases.ts';
import { useAuiStream } from './use-aui-stream.ts';
import { useNlxChat } from './use-nlx-chat.ts';
import { useNlxSocket } from './use-nlx-socket.ts';

const keyIn = (url: string): string | null => {
  const { searchParams } = new URL(url);
  return (
    searchParams.get('api_key') ?? searchParams.get('apiKey') ?? searchParams.get('network_api_key')
  );
};

/** Whose next dial is there. */
function until2ndDial({ network }: HookBench): Promise<void> {
  return expect.poll(network.dials).toBe(2);
}

describe.each(HOOK_CASES)('$name', (hookCase) => {
  const { isSocket } = hookCase;

  it('keeps its connection when handlers and inline functions change, and calls the latest', async () => {
    const bench = await startBench(hookCase);
    const heard: string[] = [];
    const options = (generation: string) => ({
      apiKey: () => KEY,
      url: () => hookCase.urlOf(bench.simulator),
      onMessage: () => heard.push(generation),
      onFinish: () => {
        throw new Error('A handler of the application failed.');
      },
      onError: () => undefined,
      onConnectionChange: () => undefined,
      onProtocolEvent: () => undefined,
    });
    const page = renderCase(hookCase, bench, options('first'));
    await until(page.view(), isReady);
    const { store } = page.view();
    for (const generation of ['second', 'third', 'latest']) {
      page.rerender(options(generation));
    }
    await say(page, 'echo one');

    expect(heard).toEqual(['latest']);
    expect(page.view().store).toBe(store);
    expect(bench.network.dials()).toBe(1);
    expect(await bench.senders()).toEqual([isSocket ? 1 : 0]);
  });

  it('is not harmed by a handler that throws', async () => {
    const bench = await startBench(hookCase);
    const fail = (): never => {
      throw new Error('A handler of the application failed.');
    };
    const page = renderCase(hookCase, bench, {
      onMessage: fail,
      onFinish: fail,
      onConnectionChange: fail,
    });
    await say(page, 'echo one');
    await say(page, 'echo two');

    expect(await bench.arrived()).toEqual(['echo one', 'echo two']);
    expect(page.state().error).toBeNull();
  });

  it('dials again with another key, and keeps the transcript', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench);
    await say(page, 'echo one');
    const before = page.state().messages;
    const { store } = page.view();

    page.rerender({ apiKey: SECOND_KEY });
    if (isSocket) {
      await until2ndDial(bench);
      expect(bench.network.urls().map(keyIn)).toEqual([KEY, SECOND_KEY]);
    }
    await say(page, 'echo two');
    expect(page.view().store).toBe(store);
    expect(page.state().messages.slice(0, 2)).toEqual(before);
    expect(await bench.connections()).toBe(isSocket ? 1 : 0);
    expect(bench.network.dials()).toBe(2);
  });

  it('dials another address, and keeps the transcript', async () => {
    const bench = await startBench(hookCase);
    const other = await startBench(hookCase);
    const page = renderCase(hookCase, bench);
    await say(page, 'echo one');

    page.rerender({ url: hookCase.urlOf(other.simulator) });
    await say(page, 'echo two');
    expect(await bench.arrived()).toEqual(['echo one']);
    expect(await other.arrived()).toEqual(['echo two']);
    expect(textsOf(page.state(), 'user')).toEqual(['echo one', 'echo two']);
    await expect.poll(bench.connections).toBe(0);
  });

  it('holds another chat for another identity, and a fresh one on the way back', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench, { identity: 'one' });
    await say(page, 'echo for one');
    const one = page.view().store;

    page.rerender({ identity: 'two' });
    expect(page.view().store).not.toBe(one);
    expect(page.state().messages).toEqual([]);
    await say(page, 'echo for two');
    expect(textsOf(page.state(), 'user')).toEqual(['echo for two']);
    await expect.poll(bench.connections).toBe(isSocket ? 1 : 0);

    page.rerender({ identity: 'one' });
    expect(page.view().store).not.toBe(one);
    expect(page.state().messages).toEqual([]);
    await say(page, 'echo for one again');
    expect(await bench.arrived()).toEqual(['echo for one', 'echo for two', 'echo for one again']);
    await expect.poll(bench.connections).toBe(isSocket ? 1 : 0);
    expect(bench.network.dials()).toBe(3);
  });
});

const [nlxSocketCase, nlxHttpCase, , auiCase] = HOOK_CASES;

describe.each([
  { hookCase: nlxSocketCase!, useHook: useNlxSocket },
  { hookCase: nlxHttpCase!, useHook: useNlxChat },
])('the language of $hookCase.name', ({ hookCase, useHook }) => {
  it('is the new one on the wire after a change, in the same transcript', async () => {
    const bench = await startBench(hookCase);
    let languageCode = 'en-US';
    const page = renderCase(
      withHook(hookCase, (_simulator, options) =>
        useHook({
          url: hookCase.urlOf(bench.simulator),
          apiKey: KEY,
          deploymentKey: 'deployment',
          channelKey: 'channel-en-US',
          conversationId: 'conversation',
          languageCode,
          runtime: options?.runtime,
        }),
      ),
      bench,
    );
    await say(page, 'hello');
    languageCode = 'de-DE';
    page.rerender({});
    if (hookCase.isSocket) {
      await until2ndDial(bench);
    }
    await say(page, 'hello');

    const [english, german] = textsOf(page.state(), 'assistant').filter((text) =>
      text.includes('Northwind Air'),
    );
    expect(english).toMatch(/^Hello/);
    expect(german).toMatch(/^Hallo/);
    expect(bench.network.urls().at(-1)).toContain('channel-de-DE');
  });
});

describe('the region of useAuiStream', () => {
  it('dials again when it changes, and keeps the transcript', async () => {
    const bench = await startBench(auiCase!);
    let region: 'gcp' | 'azure' = 'gcp';
    const page = renderCase(
      withHook(auiCase!, ({ url }, options) =>
        useAuiStream({ url, apiKey: KEY, taskId: TASKS.one, region, runtime: options?.runtime }),
      ),
      bench,
    );
    await say(page, 'echo one');
    region = 'azure';
    page.rerender({});
    await until2ndDial(bench);
    await say(page, 'echo two');

    expect(textsOf(page.state(), 'user')).toEqual(['echo one', 'echo two']);
    expect(await bench.senders()).toEqual([1, 2]);
  });
});
