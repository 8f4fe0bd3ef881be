import { render, renderHook } from '@testing-library/react';
import { StrictMode } from 'react';
import { describe, expect, it } from 'vitest';

import type { ChatView } from '../chat.ts';
import { deliveries, isCalm, isReady, textsOf, until } from '../testing/until.ts';
import { type HookBench, renderCase, say, startBench, withHook } from './testing/hook-bench.ts';
import { HOOK_CASES, type HookCase, KEY, TASKS } from './testing/hook-cases.ts';
import { useAuiStream } from './use-aui-stream.ts';
import { useLexiconChat } from './use-lexicon-chat.ts';
import { useNlxChat } from './use-nlx-chat.ts';
import { useNlxSocket } from './use-nlx-socket.ts';

const [nlxSocketCase, nlxHttpCase, lexiconCase, auiCase] = HOOK_CASES as readonly [
  HookCase,
  HookCase,
  HookCase,
  HookCase,
];

const nlxOptions = (isMissing: boolean) => ({
  apiKey: KEY,
  deploymentKey: isMissing ? '' : 'deployment',
  channelKey: 'channel-en-US',
  conversationId: 'conversation',
});

const MISSING: readonly {
  readonly hookCase: HookCase;
  readonly useMissing: (isMissing: boolean, url: string, runtime: HookBench['runtime']) => ChatView;
}[] = [
  {
    hookCase: nlxSocketCase,
    useMissing: (isMissing, url, runtime) =>
      useNlxSocket({ ...nlxOptions(isMissing), url, runtime }),
  },
  {
    hookCase: nlxHttpCase,
    useMissing: (isMissing, url, runtime) => useNlxChat({ ...nlxOptions(isMissing), url, runtime }),
  },
  {
    hookCase: lexiconCase,
    useMissing: (isMissing, url, runtime) =>
      useLexiconChat({
        userId: 'user',
        chatId: isMissing ? undefined : 'chat-one',
        apiKey: KEY,
        url,
        runtime,
      }),
  },
  {
    hookCase: auiCase,
    useMissing: (isMissing, url, runtime) =>
      useAuiStream({ taskId: isMissing ? undefined : TASKS.one, apiKey: KEY, url, runtime }),
  },
];

const answered = (state: Parameters<typeof isCalm>[0]): boolean =>
  isCalm(state) && textsOf(state, 'assistant').length > 0;

describe.each(MISSING)('$hookCase.name whose identity is complete only later', (missing) => {
  const { hookCase, useMissing } = missing;

  it.each([true, false])('is the same chat then (StrictMode: %s)', async (isStrict) => {
    const bench = await startBench(hookCase);
    const url = hookCase.urlOf(bench.simulator);
    const { result, rerender } = renderHook(
      ({ isMissing }) => useMissing(isMissing, url, bench.runtime),
      { initialProps: { isMissing: true }, reactStrictMode: isStrict },
    );
    const { store } = result.current;
    expect(result.current.sendMessage('echo kept')).toMatchObject({ ok: true });
    await expect.poll(() => deliveries(result.current)).toEqual(['echo kept: queued']);
    expect(bench.network.dials()).toBe(0);

    rerender({ isMissing: false });
    expect(result.current.store).toBe(store);
    await until({ store }, answered);
    expect(deliveries(store.getState())).toEqual(['echo kept: acknowledged']);
    expect(await bench.arrived()).toEqual(['echo kept']);
    expect(bench.network.dials()).toBe(1);
    expect(bench.network.aborted()).toBe(0);
  });

  it('dials by itself then, where nothing was typed', async () => {
    const bench = await startBench(hookCase);
    let isMissing = true;
    const page = renderCase(
      withHook(hookCase, (simulator) =>
        useMissing(isMissing, hookCase.urlOf(simulator), bench.runtime),
      ),
      bench,
    );
    isMissing = false;
    page.rerender({});
    await until(page.view(), isReady);
    await say(page, 'echo one');
    expect(await bench.arrived()).toEqual(['echo one']);
  });

  it('is found by a second hook of that identity', async () => {
    const bench = await startBench(hookCase);
    const url = hookCase.urlOf(bench.simulator);
    const first = renderHook(({ isMissing }) => useMissing(isMissing, url, bench.runtime), {
      initialProps: { isMissing: true },
      wrapper: StrictMode,
    });
    first.result.current.sendMessage('echo kept');
    first.rerender({ isMissing: false });
    await until(first.result.current, answered);
    const second = renderHook(() => useMissing(false, url, bench.runtime));
    expect(second.result.current.store).toBe(first.result.current.store);
    expect(await bench.connections()).toBe(hookCase.isSocket ? 1 : 0);
  });
});

interface Who {
  readonly userId?: string | undefined;
  readonly chatId?: string | undefined;
}

const ONE: Who = { userId: 'user-one', chatId: 'chat-one' };
const TWO: Who = { userId: 'user-two', chatId: 'chat-two' };

function renderLexicon({ simulator, runtime }: HookBench, who: Who) {
  const { result, rerender, unmount } = renderHook(
    ({ userId, chatId }: Who) =>
      useLexiconChat({ userId, chatId, apiKey: KEY, url: simulator.url, runtime }),
    { initialProps: who, wrapper: StrictMode },
  );
  return {
    view: () => result.current,
    state: () => result.current.store.getState(),
    rerender,
    unmount,
  };
}

describe('a chat that was no conversation yet', () => {
  it('gives way, when it is empty, to the chat that somebody else has', async () => {
    const bench = await startBench(lexiconCase);
    const other = renderLexicon(bench, ONE);
    await say(other, 'echo one');
    const late = renderLexicon(bench, { userId: ONE.userId });
    expect(late.state().messages).toEqual([]);

    late.rerender(ONE);
    await expect.poll(() => late.view().store).toBe(other.view().store);
    expect(bench.network.dials()).toBe(1);
    other.unmount();
    await say(late, 'echo two');
    expect(await bench.senders()).toEqual([1]);
    late.unmount();
    await expect.poll(bench.connections).toBe(0);
    expect(bench.clock.pending()).toBe(0);
  });

  it('keeps what was typed, beside the chat that somebody else has, until it goes', async () => {
    const bench = await startBench(lexiconCase);
    const other = renderLexicon(bench, ONE);
    await until(other.view(), isReady);
    const late = renderLexicon(bench, { userId: ONE.userId });
    late.view().sendMessage('echo kept');
    late.rerender(ONE);
    await until(late.view(), answered);
    expect(deliveries(late.state())).toEqual(['echo kept: acknowledged']);
    expect(late.view().store).not.toBe(other.view().store);
    expect(await bench.arrived()).toEqual(['echo kept']);

    late.unmount();
    await expect.poll(bench.connections).toBe(1);
    const again = renderLexicon(bench, ONE);
    expect(again.view().store).toBe(other.view().store);
  });

  it('is one chat for two hooks that wait for the same, and stays one', async () => {
    const bench = await startBench(lexiconCase);
    const chats: ChatView[] = [];
    function Hook({ userId, index }: Who & { readonly index: number }) {
      const chat = useLexiconChat({
        userId,
        chatId: 'chat-one',
        apiKey: KEY,
        url: bench.simulator.url,
        runtime: bench.runtime,
      });
      chats[index] = chat;
      return null;
    }
    const page = (userId?: string) => (
      <StrictMode>
        <Hook userId={userId} index={0} />
        <Hook userId={userId} index={1} />
      </StrictMode>
    );
    const { rerender } = render(page());
    await expect.poll(() => chats[1]?.store).toBe(chats[0]?.store);
    chats[0]?.sendMessage('echo one');
    chats[1]?.sendMessage('echo two');
    rerender(page('user-one'));
    await until(chats[0]!, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 2);
    expect(chats[1]?.store).toBe(chats[0]?.store);
    expect(await bench.arrived()).toEqual(['echo one', 'echo two']);
    expect(bench.network.dials()).toBe(1);
  });

  it('may become known part by part', async () => {
    const bench = await startBench(lexiconCase);
    const page = renderLexicon(bench, {});
    page.view().sendMessage('echo kept');
    page.rerender({ userId: ONE.userId });
    expect(deliveries(page.state())).toEqual(['echo kept: queued']);
    page.rerender(ONE);
    await until(page.view(), answered);
    expect(await bench.arrived()).toEqual(['echo kept']);
  });

  it('comes back complete after it was gone from the page', async () => {
    const bench = await startBench(lexiconCase);
    const page = renderLexicon(bench, { userId: ONE.userId });
    page.unmount();
    await expect.poll(bench.clock.pending).toBe(0);
    const again = renderLexicon(bench, ONE);
    await until(again.view(), isReady);
    expect(bench.network.dials()).toBe(1);
  });
});

describe('nothing crosses', () => {
  it.each<[string, readonly Who[]]>([
    ['from one user to another', [ONE, TWO]],
    ['from one user to another by way of none', [ONE, {}, TWO]],
    ['from one user to another by way of no chat', [ONE, { userId: TWO.userId }, TWO]],
    [
      'from one chat to another by way of no chat',
      [ONE, { userId: ONE.userId }, { ...TWO, userId: ONE.userId }],
    ],
    ['from a user without a chat to another', [{ userId: ONE.userId }, TWO]],
  ])('%s', async (_name, [begin, ...later]) => {
    const bench = await startBench(lexiconCase);
    const page = renderLexicon(bench, begin!);
    const { store } = page.view();
    page.view().disconnect();
    page.view().sendMessage('echo mine');
    later.forEach((who) => page.rerender(who));
    expect(page.view().store).not.toBe(store);
    expect(page.state().messages).toEqual([]);
    await until(page.view(), isReady);
    await say(page, 'echo other');
    expect(await bench.arrived()).toEqual(['echo other']);
  });
});
