import { act, cleanup, render, screen } from '@testing-library/react';
import { Profiler, StrictMode, useEffect } from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import { messageText } from '../../chat/chat-message.ts';
import type { Chat, ChatView } from '../../chat.ts';
import { isCalm, textsOf, until } from '../../testing/until.ts';
import { useAuiStream } from '../use-aui-stream.ts';
import { useChatState } from '../use-chat-state.ts';
import { useLexiconChat } from '../use-lexicon-chat.ts';
import { useMessage, useMessageIds } from '../use-message.ts';
import { useNlxChat } from '../use-nlx-chat.ts';
import { useNlxSocket } from '../use-nlx-socket.ts';
import { type HookBench, startBench } from './hook-bench.ts';
import { HOOK_CASES, type Identity, KEY, TASKS } from './hook-cases.ts';

interface TalkProps {
  readonly bench: HookBench;
  readonly identity?: Identity | undefined;
  readonly apiKey?: string | undefined;
  readonly onChat: (chat: Chat) => void;
  readonly onCommit?: (() => void) | undefined;
}

// A component calls its hook by name, as an application does: the React Compiler compiles nothing else.
function NlxSocketTalk({ bench, identity = 'one', apiKey = KEY, ...rest }: TalkProps) {
  const chat = useNlxSocket({
    url: bench.simulator.url,
    apiKey: () => apiKey,
    deploymentKey: 'deployment',
    channelKey: 'channel-en-US',
    conversationId: identity,
    runtime: bench.runtime,
    onMessage: () => undefined,
  });
  return <Shown chat={chat} {...rest} />;
}

function NlxChatTalk({ bench, identity = 'one', apiKey = KEY, ...rest }: TalkProps) {
  const chat = useNlxChat({
    url: bench.simulator.restUrl,
    apiKey,
    deploymentKey: 'deployment',
    channelKey: 'channel-en-US',
    conversationId: identity,
    runtime: bench.runtime,
    onMessage: () => undefined,
  });
  return <Shown chat={chat} {...rest} />;
}

function LexiconTalk({ bench, identity = 'one', apiKey = KEY, ...rest }: TalkProps) {
  const chat = useLexiconChat({
    url: bench.simulator.url,
    apiKey,
    userId: `user-${identity}`,
    chatId: `chat-${identity}`,
    runtime: bench.runtime,
    onMessage: () => undefined,
  });
  return <Shown chat={chat} {...rest} />;
}

function AuiTalk({ bench, identity = 'one', apiKey = KEY, ...rest }: TalkProps) {
  const chat = useAuiStream({
    url: bench.simulator.url,
    apiKey,
    taskId: TASKS[identity],
    runtime: bench.runtime,
    onMessage: () => undefined,
  });
  return <Shown chat={chat} {...rest} />;
}

interface ShownProps extends Pick<TalkProps, 'onChat' | 'onCommit'> {
  readonly chat: ChatView;
}

function Shown({ chat, onChat, onCommit }: ShownProps) {
  const { status, sendMessage } = chat;
  useEffect(() => {
    onChat(chat);
  });
  return (
    <>
      <Profiler id="composer" onRender={() => onCommit?.()}>
        <button type="button" disabled={status !== 'ready'} onClick={() => sendMessage('x')}>
          {status}
        </button>
      </Profiler>
      <Connection chat={chat} />
      <List chat={chat} />
    </>
  );
}

function Connection({ chat }: { readonly chat: Chat }) {
  const connection = useChatState(chat, (state) => state.connection.status);
  return <p>connection: {connection}</p>;
}

function List({ chat }: { readonly chat: Chat }) {
  const ids = useMessageIds(chat);
  return (
    <ul>
      {ids.map((id) => (
        <Row key={id} chat={chat} id={id} />
      ))}
    </ul>
  );
}

function Row({ chat, id }: { readonly chat: Chat; readonly id: string }) {
  const message = useMessage(chat, id);
  return message ? <li>{messageText(message)}</li> : null;
}

/** Asked, answered in full, and seen. */
async function converse(chat: Chat | undefined, text: string): Promise<void> {
  const { store, sendMessage } = chat!;
  const answers = textsOf(store.getState(), 'assistant').length;
  act(() => void sendMessage(text));
  await until({ store }, (now) => isCalm(now) && textsOf(now, 'assistant').length > answers);
  await screen.findByText(text);
}

const TALKS = [NlxSocketTalk, NlxChatTalk, LexiconTalk, AuiTalk] as const;
const CASES = HOOK_CASES.map((hookCase, index) => ({ ...hookCase, Talk: TALKS[index]! }));

/** What must hold whatever React runs the hooks and whoever compiled the components. */
export function describeHooks(runsOn: string): void {
  afterEach(cleanup);

  describe.each(CASES)(`$name on ${runsOn}`, ({ Talk, ...hookCase }) => {
    const sockets = hookCase.isSocket ? 1 : 0;

    it('holds one connection under StrictMode, shows what comes, and leaves nothing behind', async () => {
      const bench = await startBench(hookCase);
      const chats: Chat[] = [];
      const page = (
        <StrictMode>
          <Talk bench={bench} onChat={(chat) => chats.push(chat)} />
        </StrictMode>
      );
      const { rerender, unmount } = render(page);
      await screen.findByText('connection: ready');
      await converse(chats[0], 'echo one');
      rerender(page);

      expect(await bench.arrived()).toEqual(['echo one']);
      expect(await bench.senders()).toEqual([sockets]);
      expect(bench.network.dials()).toBe(1);
      expect(bench.network.aborted()).toBe(0);
      expect(new Set(chats.map(({ store }) => store)).size).toBe(1);

      unmount();
      await expect.poll(bench.connections).toBe(0);
      expect(bench.clock.pending()).toBe(0);
    });

    it('does not render for tokens what reads sendMessage and status', async () => {
      const bench = await startBench(hookCase, true);
      const chats: Chat[] = [];
      let commits = 0;
      render(
        <Talk
          bench={bench}
          onChat={(chat) => chats.push(chat)}
          onCommit={() => {
            commits += 1;
          }}
        />,
      );
      await screen.findByText('connection: ready');
      let growth = 0;
      let statuses = 0;
      const { store, sendMessage } = chats[0]!;
      store.subscribe((state, before) => {
        growth += state.messages === before.messages ? 0 : 1;
        statuses += state.status === before.status ? 0 : 1;
      });
      commits = 0;
      sendMessage('tell me something');
      await until({ store }, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);

      expect(growth).toBeGreaterThan(hookCase.platform === 'nlx' ? 1 : 8);
      expect(commits).toBeLessThanOrEqual(statuses);
      const [answer = ''] = textsOf(store.getState(), 'assistant');
      await expect.poll(() => document.body.textContent).toContain(answer);
    });

    it('keeps its transcript with another key, and has another chat for another identity', async () => {
      const bench = await startBench(hookCase);
      const chats: Chat[] = [];
      const page = (props: Partial<TalkProps>) => (
        <StrictMode>
          <Talk bench={bench} onChat={(chat) => chats.push(chat)} {...props} />
        </StrictMode>
      );
      const { rerender } = render(page({}));
      await screen.findByText('connection: ready');
      await converse(chats.at(-1), 'echo one');

      rerender(page({ apiKey: 'second-key' }));
      await converse(chats.at(-1), 'echo two');
      expect(screen.getByText('echo one')).toBeTruthy();

      rerender(page({ apiKey: 'second-key', identity: 'two' }));
      expect(screen.queryByText('echo one')).toBeNull();
      await screen.findByText('connection: ready');
      await converse(chats.at(-1), 'echo three');
      expect(screen.queryByText('echo two')).toBeNull();
      await expect.poll(bench.connections).toBe(sockets);
    });
  });
}
