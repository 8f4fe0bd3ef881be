'use client';

import type { Chat, CommonOptions, Provider } from '@parley/hooks';
import { useChat } from '@parley/hooks';
import type { JSX } from 'react';

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
  return props.provider ? (
    <ChatWidgetOfProvider {...props} />
  ) : (
    <ChatWidgetFrame {...props} isEnabled />
  );
}

function ChatWidgetOfProvider(props: ChatWidgetOfProviderProps): JSX.Element {
  const { provider, options, chat: _chat, ...frame } = props;
  const chat = useChat({ autoConnect: false, ...options, provider });
  return (
    <ChatWidgetFrame
      maxLength={options?.maxLength}
      {...frame}
      chat={chat}
      isEnabled={options?.enabled !== false}
    />
  );
}
