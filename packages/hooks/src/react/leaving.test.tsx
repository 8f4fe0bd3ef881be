import { describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';

import { deliveries, isCalm, isReady, until } from '../testing/until.ts';
import { type HookBench, renderCase, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, type HookCase, KEY, SOCKET_CASES } from './testing/hook-cases.ts';
import { useLexiconChat } from './use-lexicon-chat.ts';

/** Everything is undone: no socket on either side, no timer, and so nothing that could begin again by itself. */
async function expectNothingLeft(bench: HookBench): Promise<void> {
  await expect.poll(bench.connections).toBe(0);
  await expect.poll(bench.network.alive).toBe(0);
  expect(bench.clock.pending()).toBe(0);
}

describe.each(HOOK_CASES)('$name', (hookCase) => {
  const { isSocket } = hookCase;

  it('leaves nothing behind: no connection, no timer, no change of its store', async () => {
    const bench = await startBench(hookCase);
    const { view, unmount } = renderCase(hookCase, bench);
    const { store, sendMessage } = view();
    sendMessage('echo one');
    await until({ store }, (state) => isCalm(state) && state.messages.length >= 2);
    const dials = bench.network.dials();
    unmount();
    await expectNothingLeft(bench);

    const settled = store.getState();
    expect(settled.connection).toEqual({ status: 'idle' });
    await commands.simulatorPush(bench.simulator.id, { said: 'too late' });
    expect(store.getState()).toBe(settled);
    expect(bench.network.dials()).toBe(dials);
  });

  it('lets go in the middle of an answer', async () => {
    const bench = await startBench(hookCase, true);
    const { view, unmount } = renderCase(hookCase, bench);
    const { store, sendMessage } = view();
    sendMessage('slow please');
    await expect.poll(bench.arrived).toEqual(['slow please']);
    unmount();

    await expectNothingLeft(bench);
    const settled = store.getState();
    expect(settled.status).not.toBe('streaming');
    // The server goes on speaking to nobody.
    await expect.poll(bench.connections).toBe(0);
    expect(store.getState()).toBe(settled);
  });

  it('does not dial for a message that is sent after it was unmounted', async () => {
    const bench = await startBench(hookCase);
    const { view, unmount } = renderCase(hookCase, bench);
    await until(view(), isReady);
    const { store, sendMessage, connect } = view();
    const dials = bench.network.dials();
    unmount();
    await expect.poll(() => store.getState().connection.status).toBe('idle');
    sendMessage('echo too late');
    connect();

    expect(deliveries(store.getState())).toEqual(['echo too late: queued']);
    await expectNothingLeft(bench);
    expect(bench.network.dials()).toBe(dials);
    expect(await bench.arrived()).toEqual([]);
  });

  it('leaves no connection behind after 50 quick route changes', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench, { identity: 'one' });
    for (let turn = 1; turn <= 50; turn += 1) {
      page.rerender({ identity: turn % 2 === 0 ? 'one' : 'two' });
      if (turn % 5 === 0) {
        // Some routes stay long enough to dial.
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
    await until(page.view(), isReady);
    await expect.poll(bench.connections).toBe(isSocket ? 1 : 0);
    page.unmount();
    await expectNothingLeft(bench);

    for (let turn = 1; turn <= 50; turn += 1) {
      renderCase(hookCase, bench).unmount();
    }
    await expectNothingLeft(bench);
  });

  it('keeps its chat when the next page shows it at once', async () => {
    const bench = await startBench(hookCase);
    const before = renderCase(hookCase, bench);
    await until(before.view(), isReady);
    const { store } = before.view();
    before.unmount();
    await Promise.resolve();
    const after = renderCase(hookCase, bench);
    await new Promise((resolve) => setTimeout(resolve, 0));

    expect(after.view().store).toBe(store);
    expect(after.state().connection).toEqual({ status: 'ready' });
    expect(await bench.connections()).toBe(isSocket ? 1 : 0);
  });
});

describe.each(SOCKET_CASES)('$name', (hookCase) => {
  it('gives up a handshake that is under way', async () => {
    const bench = await startBench(hookCase);
    await commands.simulatorFaults(bench.simulator.id, { hangHandshake: true });
    const { view, unmount } = renderCase(hookCase, bench);
    await expect.poll(bench.network.dials).toBe(1);
    expect(view().store.getState().connection.status).toBe('connecting');
    unmount();

    await expectNothingLeft(bench);
    expect(bench.network.aborted()).toBe(1);
    expect(bench.network.dials()).toBe(1);
  });

  it('gives up a wait for the next dial', async () => {
    const bench = await startBench(hookCase);
    await commands.simulatorFaults(bench.simulator.id, { refuse: true });
    const { view, unmount } = renderCase(hookCase, bench);
    await until(view(), ({ connection }) => connection.status === 'reconnecting');
    const dials = bench.network.dials();
    unmount();

    await expectNothingLeft(bench);
    await commands.simulatorFaults(bench.simulator.id, { refuse: false });
    expect(bench.network.dials()).toBe(dials);
  });
});

describe('useNlxChat', () => {
  it('gives up an exchange that is under way', async () => {
    const [, hookCase] = HOOK_CASES;
    const bench = await startBench(hookCase!);
    await commands.simulatorFaults(bench.simulator.id, { hang: true });
    const { view, state, unmount } = renderCase(hookCase!, bench);
    view().sendMessage('echo one');
    await expect.poll(bench.arrived).toEqual(['echo one']);
    unmount();

    await expect.poll(() => bench.clock.pending()).toBe(0);
    expect(deliveries(state())).toEqual(['echo one: unconfirmed']);
  });
});

describe('a function that is still making the chat', () => {
  it('has nothing dialed when its component is gone', async () => {
    const [, lexiconCase] = SOCKET_CASES;
    const bench = await startBench(lexiconCase!);
    let resolve = (_id: string): void => undefined;
    const promise = new Promise<string>((settle) => {
      resolve = settle;
    });
    let asked = 0;
    const slowly: HookCase = {
      ...lexiconCase!,
      useCase: ({ url }) =>
        useLexiconChat({
          url,
          apiKey: KEY,
          userId: 'user123',
          chatId: () => {
            asked += 1;
            return promise;
          },
          runtime: bench.runtime,
        }),
    };
    const { unmount } = renderCase(slowly, bench);
    await expect.poll(() => asked).toBe(1);
    unmount();
    await new Promise((done) => setTimeout(done, 0));
    resolve('chat-one');
    await promise;

    await expectNothingLeft(bench);
    expect(bench.network.dials()).toBe(0);
    expect(asked).toBe(1);
  });
});
