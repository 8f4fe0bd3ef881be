import { act, fireEvent, render, screen } from '@testing-library/react';
import { memo, StrictMode, Suspense, use, useEffect, useState, useTransition } from 'react';
import { describe, expect, it } from 'vitest';

import type { Chat, ChatView } from '../chat.ts';
import { isCalm, textsOf, until } from '../testing/until.ts';
import { startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, type Identity } from './testing/hook-cases.ts';
import { converse, Transcript } from './testing/transcript.tsx';

/** A promise to suspend on, and the way to end that. */
function createGate(): { readonly promise: Promise<void>; readonly open: () => Promise<void> } {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, open: () => act(async () => settle()) };
}

function Wait({ promise }: { readonly promise: Promise<void> | undefined }) {
  if (promise) {
    use(promise);
  }
  return null;
}

/** React wants what suspends to be awaited. */
function show(node: React.ReactNode): Promise<unknown> {
  return act(async () => render(node));
}

const MemoTranscript = memo(Transcript);

describe.each(HOOK_CASES)('$name', (hookCase) => {
  const sockets = hookCase.isSocket ? 1 : 0;

  it('shows what comes in a memoized component whose properties never change', async () => {
    const bench = await startBench(hookCase);
    const chats: ChatView[] = [];
    const onChat = (chat: ChatView): void => void chats.push(chat);
    render(<MemoTranscript hookCase={hookCase} bench={bench} onChat={onChat} />, {
      wrapper: StrictMode,
    });
    await screen.findByText('connection: ready');
    await converse(chats[0]!, 'echo memo');

    expect(await bench.connections()).toBe(sockets);
    expect(new Set(chats.map(({ store }) => store)).size).toBe(1);
  });

  it('dials once when a sibling suspends before the first commit, whatever renders were thrown away', async () => {
    const bench = await startBench(hookCase);
    const gate = createGate();
    await show(
      <StrictMode>
        <Suspense fallback="waiting">
          <Transcript hookCase={hookCase} bench={bench} />
          <Wait promise={gate.promise} />
        </Suspense>
      </StrictMode>,
    );
    expect(document.body.textContent).toContain('waiting');
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(bench.network.dials()).toBe(0);

    await gate.open();
    await screen.findByText('connection: ready');
    expect(await bench.connections()).toBe(sockets);
    expect(bench.network.dials()).toBe(sockets);
    expect(bench.network.aborted()).toBe(0);
  });

  it('keeps its connection and its transcript while a sibling suspends again', async () => {
    const bench = await startBench(hookCase);
    const gate = createGate();
    const chats: ChatView[] = [];
    const onChat = (chat: ChatView): void => void chats.push(chat);
    const page = (promise?: Promise<void>) => (
      <StrictMode>
        <Suspense fallback="waiting">
          <Transcript hookCase={hookCase} bench={bench} onChat={onChat} />
          <Wait promise={promise} />
        </Suspense>
      </StrictMode>
    );
    const { rerender } = render(page());
    await screen.findByText('connection: ready');
    await converse(chats[0]!, 'echo before');
    const dials = bench.network.dials();

    await act(async () => rerender(page(gate.promise)));
    expect(document.body.textContent).toContain('waiting');
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(await bench.connections()).toBe(sockets);
    await gate.open();
    expect(screen.getByText('echo before')).toBeTruthy();
    expect(screen.getByText('connection: ready')).toBeTruthy();
    expect(bench.network.dials()).toBe(dials);
  });

  it('goes on with one chat while a transition to another one suspends', async () => {
    const bench = await startBench(hookCase);
    const gate = createGate();
    const chats = new Map<string, Chat>();
    function Router() {
      const [identity, setIdentity] = useState<Identity>('one');
      const [isPending, startTransition] = useTransition();
      return (
        <Suspense fallback="waiting">
          <button type="button" onClick={() => startTransition(() => setIdentity('two'))}>
            {isPending ? 'going' : 'go'}
          </button>
          <Transcript
            hookCase={hookCase}
            bench={bench}
            identity={identity}
            onChat={(chat) => chats.set(identity, chat)}
          />
          <Wait promise={identity === 'two' ? gate.promise : undefined} />
        </Suspense>
      );
    }
    render(<Router />, { wrapper: StrictMode });
    await screen.findByText('connection: ready');
    await converse(chats.get('one')!, 'echo first chat');

    await act(async () => {
      fireEvent.click(screen.getByRole('button'));
    });
    expect(screen.getByRole('button').textContent).toBe('going');
    await converse(chats.get('one')!, 'echo during the transition');
    expect(await bench.connections()).toBe(sockets);

    await gate.open();
    await screen.findByRole('region', { name: 'two' });
    await screen.findByText('connection: ready');
    expect(screen.queryByText('echo first chat')).toBeNull();
    await expect.poll(bench.connections).toBe(sockets);
    await converse(chats.get('two')!, 'echo second chat');
  });

  it('is one chat for a parent and a child that both send in their first effects', async () => {
    const bench = await startBench(hookCase);
    const stores = new Set<unknown>();
    function Part({
      text,
      children,
    }: {
      readonly text: string;
      readonly children?: React.ReactNode;
    }) {
      const chat = hookCase.useCase(bench.simulator, { runtime: bench.runtime });
      const { sendMessage, store } = chat;
      useEffect(() => {
        stores.add(store);
        sendMessage(text);
      }, [sendMessage, store, text]);
      return children;
    }
    const chats: ChatView[] = [];
    render(
      <Part text="echo parent">
        <Part text="echo child" />
        <Transcript hookCase={hookCase} bench={bench} onChat={(chat) => chats.push(chat)} />
      </Part>,
    );
    await until(chats[0]!, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 2);

    expect(await bench.arrived()).toEqual(['echo child', 'echo parent']);
    expect(stores.size).toBe(1);
    expect(await bench.connections()).toBe(sockets);
  });

  it('takes the settings of the component that rendered first, though effects run children first', async () => {
    const bench = await startBench(hookCase);
    const chats: ChatView[] = [];
    function Part({
      maxLength,
      children,
    }: {
      readonly maxLength: number;
      readonly children?: React.ReactNode;
    }) {
      const chat = hookCase.useCase(bench.simulator, { runtime: bench.runtime, maxLength });
      useEffect(() => {
        chats.push(chat);
      });
      return children;
    }
    render(
      <Part maxLength={20}>
        <Part maxLength={5} />
      </Part>,
      { wrapper: StrictMode },
    );
    expect(chats[0]!.sendMessage('echo longer than 5')).toMatchObject({ ok: true });
    expect(chats[0]!.sendMessage('echo that is longer than 20')).toMatchObject({ ok: false });
    await until(chats[0]!, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  });
});
