import { render } from '@testing-library/react';
import { memo, Profiler } from 'react';
import { describe, expect, it } from 'vitest';

import { messageText } from '../chat/chat-message.ts';
import type { Chat, ChatView } from '../chat.ts';
import { isReady, until } from '../testing/until.ts';
import { type HookBench, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, type HookCase } from './testing/hook-cases.ts';
import { useChatState } from './use-chat-state.ts';
import { useMessage, useMessageIds } from './use-message.ts';

interface Mounted {
  readonly chat: Chat;
  /** Renders of each part, by its name. */
  readonly renders: Readonly<Record<string, number>>;
}

/** Shows a component around the hook; every part that calls `count` in its render is counted. */
function mount(
  { useCase }: HookCase,
  { simulator, runtime }: HookBench,
  show: (chat: ChatView, count: (part: string) => void) => React.ReactNode,
): Mounted {
  const renders: Record<string, number> = {};
  let chat: Chat | undefined;
  const count = (part: string): void => {
    renders[part] = (renders[part] ?? 0) + 1;
  };
  function Page() {
    const view = useCase(simulator, { runtime });
    chat ??= view;
    return show(view, count);
  }
  render(<Page />);
  return { chat: chat!, renders };
}

interface Turn {
  /** Changes of the transcript while the answer grew: what the renders are held against. */
  readonly growth: number;
  /** Changes of the status. */
  readonly statuses: number;
}

/** Asks once and waits for the whole answer. */
async function ask(chat: Chat, text: string): Promise<Turn> {
  await until(chat, isReady);
  let growth = 0;
  let statuses = 0;
  const unsubscribe = chat.store.subscribe((state, before) => {
    growth += state.messages === before.messages ? 0 : 1;
    statuses += state.status === before.status ? 0 : 1;
  });
  chat.sendMessage(text);
  await until(
    chat,
    ({ messages, status }) => status === 'ready' && messages.at(-1)?.state === 'complete',
  );
  unsubscribe();
  return { growth, statuses };
}

// An answer of NLX comes message by message; the others grow token by token.
const growsBy = ({ platform }: HookCase): number => (platform === 'nlx' ? 2 : 8);

describe.each(HOOK_CASES)('$name', (hookCase) => {
  it('renders what reads sendMessage and status for changes of the status alone', async () => {
    const bench = await startBench(hookCase, true);
    let commits = 0;
    function Composer({ chat }: { readonly chat: ChatView }) {
      return (
        <button
          type="button"
          disabled={chat.status !== 'ready'}
          onClick={() => chat.sendMessage('x')}
        >
          Send
        </button>
      );
    }
    const { chat } = mount(hookCase, bench, (view) => (
      <Profiler id="composer" onRender={() => (commits += 1)}>
        <Composer chat={view} />
      </Profiler>
    ));
    await until(chat, isReady);
    commits = 0;
    const { growth, statuses } = await ask(chat, 'tell me something');

    expect(growth).toBeGreaterThanOrEqual(growsBy(hookCase));
    expect(statuses).toBeGreaterThanOrEqual(2);
    expect(commits).toBeLessThanOrEqual(statuses);
    expect(commits).toBeGreaterThan(0);
  });

  it('never renders what passes the chat on and reads nothing', async () => {
    const bench = await startBench(hookCase, true);
    const List = memo(function List({
      chat,
      onRender,
    }: {
      readonly chat: Chat;
      readonly onRender: () => void;
    }) {
      onRender();
      return <p>{useChatState(chat, ({ messages }) => messages.map(messageText).join(' '))}</p>;
    });
    const parts: { count?: (part: string) => void } = {};
    const onRender = (): void => parts.count?.('list');
    const { chat, renders } = mount(hookCase, bench, (view, count) => {
      parts.count = count;
      count('page');
      return <List chat={view} onRender={onRender} />;
    });
    const { growth } = await ask(chat, 'tell me something');

    expect(growth).toBeGreaterThanOrEqual(growsBy(hookCase));
    expect(renders['page']).toBe(1);
    expect(renders['list']).toBeGreaterThan(2);
  });

  it('does not render for tokens what reads the status and passes the chat on', async () => {
    const bench = await startBench(hookCase, true);
    const Header = ({ chat }: { readonly chat: Chat }) => <h1>{chat.provider.name}</h1>;
    const { chat, renders } = mount(hookCase, bench, (view, count) => {
      count('page');
      return (
        <main data-status={view.status}>
          <Header chat={view} />
        </main>
      );
    });
    const first = await ask(chat, 'tell me something');
    // Development builds of React read the properties of what was passed: that must not count as reading.
    const before = renders['page'] ?? 0;
    const second = await ask(chat, 'tell me something');

    expect(second.growth).toBeGreaterThanOrEqual(growsBy(hookCase));
    expect(before).toBeLessThanOrEqual(1 + first.statuses);
    expect((renders['page'] ?? 0) - before).toBeLessThanOrEqual(second.statuses);
  });

  it('renders one message of a list for its tokens, and the list for messages only', async () => {
    const bench = await startBench(hookCase, true);
    const parts: { count?: (part: string) => void } = {};
    const Row = memo(function Row({ chat, id }: { readonly chat: Chat; readonly id: string }) {
      parts.count?.(id);
      const message = useMessage(chat, id);
      return <li>{message && messageText(message)}</li>;
    });
    const List = memo(function List({ chat }: { readonly chat: Chat }) {
      parts.count?.('list');
      return useMessageIds(chat).map((id) => <Row key={id} chat={chat} id={id} />);
    });
    const { chat, renders } = mount(hookCase, bench, (view, count) => {
      parts.count = count;
      return <List chat={view} />;
    });
    await ask(chat, 'tell me something');
    const [question, answer] = chat.store.getState().messages;
    const rendersOf = { question: renders[question!.id] ?? 0, answer: renders[answer!.id] ?? 0 };
    const lists = renders['list'] ?? 0;
    const { growth } = await ask(chat, 'and more');

    const { messages } = chat.store.getState();
    expect(growth).toBeGreaterThanOrEqual(growsBy(hookCase));
    expect((renders['list'] ?? 0) - lists).toBeLessThanOrEqual(messages.length - 2);
    expect(renders[question!.id]).toBe(rendersOf.question);
    // Its choices may be taken off the table by a later message, once.
    expect((renders[answer!.id] ?? 0) - rendersOf.answer).toBeLessThanOrEqual(1);
    expect(renders[messages.at(-1)!.id]).toBeGreaterThanOrEqual(
      hookCase.platform === 'nlx' ? 1 : 4,
    );
  });

  it('tells an event handler the newest of what no render has read', async () => {
    const bench = await startBench(hookCase, true);
    const views: ChatView[] = [];
    const { chat, renders } = mount(hookCase, bench, (view, count) => {
      count('page');
      views.push(view);
      return null;
    });
    await ask(chat, 'tell me something');

    expect(renders['page']).toBe(1);
    expect(views[0]?.messages).toBe(chat.store.getState().messages);
    expect(views[0]?.connection).toEqual({ status: 'ready' });
  });
});

describe('useChatState', () => {
  it('renders for another selection only, by the equality it is given', async () => {
    const [, , lexiconCase] = HOOK_CASES;
    const bench = await startBench(lexiconCase!, true);
    let renders = 0;
    function Roles({ chat }: { readonly chat: Chat }) {
      renders += 1;
      const roles = useChatState(
        chat,
        ({ messages }) => messages.map(({ role }) => role),
        (a, b) => a.join() === b.join(),
      );
      return <p>{roles.join()}</p>;
    }
    const { chat } = mount(lexiconCase!, bench, (view) => <Roles chat={view} />);
    const { growth } = await ask(chat, 'tell me something');

    expect(growth).toBeGreaterThan(8);
    expect(renders).toBe(3);
    expect(document.body.textContent).toContain('user,assistant');
  });
});
