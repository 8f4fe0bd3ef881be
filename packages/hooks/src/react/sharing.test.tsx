import { describe, expect, it, vi } from 'vitest';

import { isCalm, isReady, textsOf, until } from '../testing/until.ts';
import { renderCase, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, SECOND_KEY } from './testing/hook-cases.ts';
import { useNlxSocket } from './use-nlx-socket.ts';

describe.each(HOOK_CASES)('$name', (hookCase) => {
  const { isSocket } = hookCase;

  it('NLX defect 8: StrictMode makes one connection, and gives none up', async () => {
    const bench = await startBench(hookCase);
    const { view } = renderCase(hookCase, bench);
    await until(view(), isReady);
    view().sendMessage('echo one');
    await until(view(), (state) => textsOf(state, 'assistant').length > 0 && isCalm(state));

    expect(await bench.arrived()).toEqual(['echo one']);
    expect(await bench.senders()).toEqual([isSocket ? 1 : 0]);
    expect(await bench.connections()).toBe(isSocket ? 1 : 0);
    expect(bench.network.dials()).toBe(1);
    expect(bench.network.aborted()).toBe(0);
  });

  it('shares one chat and one connection with a second hook of the same identity', async () => {
    const bench = await startBench(hookCase);
    const first = renderCase(hookCase, bench);
    const second = renderCase(hookCase, bench);
    await until(first.view(), isReady);
    expect(second.view().store).toBe(first.view().store);

    first.view().sendMessage('echo one');
    second.view().sendMessage('echo two');
    await until(second.view(), (state) => isCalm(state) && state.messages.length >= 4);
    expect(await bench.arrived()).toEqual(['echo one', 'echo two']);
    expect(await bench.connections()).toBe(isSocket ? 1 : 0);
    expect(bench.network.dials()).toBe(isSocket ? 1 : 2);
  });

  it('goes on when one of two hooks goes, and ends with the last', async () => {
    const bench = await startBench(hookCase);
    const first = renderCase(hookCase, bench);
    const second = renderCase(hookCase, bench);
    await until(first.view(), isReady);
    first.unmount();
    second.view().sendMessage('echo still here');
    await until(second.view(), (state) => isCalm(state) && state.messages.length >= 2);
    expect(await bench.senders()).toEqual([isSocket ? 1 : 0]);

    second.unmount();
    await expect.poll(bench.connections).toBe(0);
    expect(bench.clock.pending()).toBe(0);
  });

  it('never shares with another user', async () => {
    const bench = await startBench(hookCase);
    const one = renderCase(hookCase, bench, { identity: 'one' });
    const two = renderCase(hookCase, bench, { identity: 'two' });
    await Promise.all([until(one.view(), isReady), until(two.view(), isReady)]);
    expect(two.view().store).not.toBe(one.view().store);
    expect(await bench.connections()).toBe(isSocket ? 2 : 0);

    one.view().sendMessage('echo for one');
    await until(one.view(), (state) => isCalm(state) && state.messages.length >= 2);
    expect(two.state().messages).toEqual([]);
  });

  it('never shares between two keys that are given outright', async () => {
    const bench = await startBench(hookCase);
    const one = renderCase(hookCase, bench);
    const two = renderCase(hookCase, bench, { apiKey: SECOND_KEY });
    await Promise.all([until(one.view(), isReady), until(two.view(), isReady)]);

    expect(two.view().store).not.toBe(one.view().store);
    expect(await bench.connections()).toBe(isSocket ? 2 : 0);
  });

  it('parts from a shared chat when its own key becomes another', async () => {
    const bench = await startBench(hookCase);
    const first = renderCase(hookCase, bench);
    const second = renderCase(hookCase, bench);
    await until(first.view(), isReady);
    const { store } = first.view();

    second.rerender({ apiKey: SECOND_KEY });
    await expect.poll(() => second.view().store).not.toBe(store);
    await until(second.view(), isReady);
    expect(first.view().store).toBe(store);
    expect(await bench.connections()).toBe(isSocket ? 2 : 0);
  });

  it('takes the settings of the hook that came first, and calls the handlers of all', async () => {
    const bench = await startBench(hookCase);
    const heard: string[] = [];
    const first = renderCase(hookCase, bench, {
      maxLength: 20,
      onMessage: () => heard.push('first'),
    });
    const second = renderCase(hookCase, bench, {
      maxLength: 5,
      onMessage: () => heard.push('second'),
    });
    expect(second.view().sendMessage('echo longer than 5').ok).toBe(true);
    expect(second.view().sendMessage('echo that is longer than 20')).toMatchObject({
      ok: false,
      error: { code: 'too-large' },
    });
    await until(first.view(), (state) => isCalm(state) && state.messages.length >= 2);
    expect(heard).toEqual(['first', 'second']);

    // When the first goes, the next one's settings count.
    first.unmount();
    await vi.waitFor(() =>
      expect(second.view().sendMessage('echo longer')).toMatchObject({ ok: false }),
    );
  });
});

describe('useNlxSocket without a conversationId', () => {
  it('is private to its hook', async () => {
    const [nlxCase] = HOOK_CASES;
    const bench = await startBench(nlxCase!);
    const privately = {
      ...nlxCase!,
      useCase: () =>
        useNlxSocket({
          url: bench.simulator.url,
          apiKey: 'your-api-key',
          deploymentKey: 'deployment',
          channelKey: 'channel-en-US',
          runtime: bench.runtime,
        }),
    };
    const one = renderCase(privately, bench);
    const two = renderCase(privately, bench);
    await Promise.all([until(one.view(), isReady), until(two.view(), isReady)]);

    expect(two.view().store).not.toBe(one.view().store);
    expect(two.state().session.id).not.toBe(one.state().session.id);
    expect(bench.network.dials()).toBe(2);
    expect(await bench.connections()).toBe(2);
  });
});
