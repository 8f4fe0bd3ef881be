import '../styles.css';

import type { ChatView, CommonOptions } from '@parley/hooks';
import { useAuiStream, useLexiconChat, useNlxChat, useNlxSocket } from '@parley/hooks';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useEffect } from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import { SOON } from '../testing/live-page.tsx';
import type { LivePlatform, LiveServer } from '../testing/live-server.ts';
import { AUI, KEY, LEXICON, NLX_HTTP, NLX_SOCKET } from '../testing/live-server.ts';
import { ChatWidget } from './chat-widget.tsx';

afterEach(cleanup);

/** One of the hooks, used as the app of its own would. */
type UseHook = (server: LiveServer, options: CommonOptions) => ChatView;

const useLexicon: UseHook = ({ url }, options) =>
  useLexiconChat({ ...options, url, apiKey: KEY, userId: 'user123', chatId: 'chat-one' });
const useSocket: UseHook = ({ url }, options) =>
  useNlxSocket({ ...options, url, apiKey: KEY, deploymentKey: 'demo', channelKey: 'demo-en-US' });
const useHttp: UseHook = ({ restUrl }, options) =>
  useNlxChat({
    ...options,
    url: restUrl,
    apiKey: KEY,
    deploymentKey: 'demo',
    channelKey: 'demo-en-US',
  });
const useAui: UseHook = ({ url }, options) =>
  useAuiStream({ ...options, url, apiKey: KEY, taskId: '68e78d0dc5a4b19a030d03d6' });

/** Holds one conversation in the widget below a parent; counts that parent's commits and what the answer took. */
async function converse(
  { start }: LivePlatform,
  useHook: UseHook,
  read: (chat: ChatView) => unknown = () => undefined,
) {
  const server = await start({ tokenDelayMs: 3, thinkDelayMs: 3, latencyMs: 50 });
  let commits = 0;
  let growth = 0;
  let view: ChatView | undefined;
  function App() {
    const chat = useHook(server, {});
    read(chat);
    useEffect(() => {
      commits += 1;
      view = chat;
    });
    return <ChatWidget chat={chat} defaultOpen />;
  }
  render(<App />);
  const { store } = view!;
  store.subscribe((state, before) => {
    growth += state.messages === before.messages ? 0 : 1;
  });
  await waitFor(() => expect(store.getState().connection.status).toBe('ready'), SOON);
  await userEvent.type(screen.getByRole('textbox', { name: 'Message' }), 'table{Enter}');
  await waitFor(() => {
    const { messages, status } = store.getState();
    expect([messages.at(-1)?.role, messages.at(-1)?.state, status]).toEqual([
      'assistant',
      'complete',
      'ready',
    ]);
  }, SOON);
  return { commits, growth };
}

/** An answer grows at least so often: NLX's comes message by message, and a busy machine paints a few times only. */
const LEAST = 3;

describe.each<[string, LivePlatform, UseHook]>([
  ['useLexiconChat', LEXICON, useLexicon],
  ['useNlxSocket', NLX_SOCKET, useSocket],
  ['useNlxChat', NLX_HTTP, useHttp],
  ['useAuiStream', AUI, useAui],
])('a parent with %s that passes its chat to <ChatWidget>', (_name, platform, useHook) => {
  it('renders once, and not for a whole conversation', async () => {
    const { commits, growth } = await converse(platform, useHook);
    expect(growth).toBeGreaterThanOrEqual(LEAST);
    expect(commits).toBe(1);
  });

  it('renders as the answer grows where it reads the messages itself', async () => {
    const { commits, growth } = await converse(platform, useHook, (chat) => chat.messages);
    expect(growth).toBeGreaterThanOrEqual(LEAST);
    expect(commits).toBeGreaterThan(growth / 2);
  });
});
