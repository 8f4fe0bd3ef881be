'use client';

import type { Chat, CommonOptions, Provider } from '@parley/hooks';
import { useChat } from '@parley/hooks';
import type { JSX } from 'react';
import { useEffect, useState } from 'react';

import type { ChatWidgetOptions } from './chat-widget-frame.tsx';
import { ChatWidgetFrame } from './chat-widget-frame.tsx';

export interface ChatWidgetOfChatProps extends ChatWidgetOptions {
  /** From any of the hooks, or from `createChat`: one that is idle dials when the window is first opened. */
  readonly chat: Chat;
  readonly provider?: undefined;
}

export interface ChatWidgetOfProviderProps extends ChatWidgetOptions {
  /** Whom to talk to. Compared by its identity: a new value at every render is fine. */
  readonly provider: Provider;
  /** How the chat behaves. It dials when the window is first opened, unless `autoConnect` says otherwise. */
  readonly options?: CommonOptions | undefined;
  readonly chat?: undefined;
}

export type ChatWidgetProps = ChatWidgetOfChatProps | ChatWidgetOfProviderProps;

/**
 * A chat: a button in the corner of the page, and the window it opens.
 *
 * @example
 * <ChatWidget chat={chat} title="Support" />
 * @example
 * <ChatWidget provider={lexicon({ userId, chatId, url: '/chat' })} title="Support" />
 */
export function ChatWidget(props: ChatWidgetProps): JSX.Element {
  return props.provider ? <ChatWidgetOfProvider {...props} /> : <ChatWidgetOfChat {...props} />;
}

function ChatWidgetOfChat(props: ChatWidgetOfChatProps): JSX.Element {
  const { chat } = props;
  const [isOpened, onOpenChange] = useFirstOpen(props);
  useEffect(() => {
    if (isOpened && chat.store.getState().connection.status === 'idle') {
      chat.connect();
    }
  }, [chat, isOpened]);
  return <ChatWidgetFrame {...props} onOpenChange={onOpenChange} />;
}

function ChatWidgetOfProvider(props: ChatWidgetOfProviderProps): JSX.Element {
  const { provider, options, chat: _chat, ...frame } = props;
  const chat = useChat({ autoConnect: false, ...options, provider });
  const [isOpened, onOpenChange] = useFirstOpen(frame);
  useEffect(() => {
    if (isOpened && options?.enabled !== false) {
      chat.connect();
    }
    // A chat that is already on its way is left alone: `connect` asks for a connection, not for another one.
  }, [chat, isOpened, options?.enabled]);
  return (
    <ChatWidgetFrame
      maxLength={options?.maxLength}
      {...frame}
      chat={chat}
      onOpenChange={onOpenChange}
    />
  );
}

/** Whether the window has been open: the moment to dial. */
function useFirstOpen({
  inline,
  open,
  defaultOpen = false,
  onOpenChange,
}: Pick<ChatWidgetOptions, 'inline' | 'open' | 'defaultOpen' | 'onOpenChange'>): [
  boolean,
  (open: boolean) => void,
] {
  const [isOpened, setOpened] = useState(false);
  const [asked, setAsked] = useState(defaultOpen);
  // What was asked for counts only where nobody else decides.
  if (!isOpened && (inline || (open ?? asked))) {
    setOpened(true);
  }
  return [
    isOpened,
    (next) => {
      setAsked(next);
      onOpenChange?.(next);
    },
  ];
}
