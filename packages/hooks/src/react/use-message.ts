'use client';

import { useCallback, useSyncExternalStore } from 'react';

import type { ChatMessage, CustomPart } from '../chat/chat-message.ts';
import type { ChatState } from '../chat/chat-state.ts';
import { findMessage, messageIds } from '../chat/message-list.ts';
import type { Chat } from '../chat.ts';
import { useChatState } from './use-chat-state.ts';
import { watchMessage } from './watch-messages.ts';

/**
 * The ids of a chat's messages in order: the same array until a message comes, goes or moves, so a list
 * built on it does not render for a token.
 */
export function useMessageIds(chat: Pick<Chat, 'store'>): readonly string[] {
  return useChatState(chat, selectMessageIds);
}

/**
 * One message by its id; undefined once it is gone. Only this message's changes render. The custom parts of your
 * platform are typed by `useMessage<Seats | Fares>(…)`.
 */
export function useMessage<Custom extends CustomPart = CustomPart>(
  chat: Pick<Chat, 'store'>,
  id: string,
): ChatMessage<Custom> | undefined {
  const { store } = chat;
  const subscribe = useCallback(
    (listener: () => void) => watchMessage(store, id, listener),
    [store, id],
  );
  const message = useSyncExternalStore(
    subscribe,
    () => findMessage(store.getState().messages, id),
    () => findMessage(store.getInitialState().messages, id),
  );
  // What the platform sends is known to the application only: it says so by the type.
  return message as ChatMessage<Custom> | undefined;
}

function selectMessageIds(state: ChatState): readonly string[] {
  return messageIds(state.messages);
}
