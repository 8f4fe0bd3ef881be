'use client';

import { useCallback, useSyncExternalStore } from 'react';

import type { ChatMessage } from '../chat/chat-message.ts';
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

/** One message by its id; undefined once it is gone. Only this message's changes render. */
export function useMessage(chat: Pick<Chat, 'store'>, id: string): ChatMessage | undefined {
  const { store } = chat;
  const subscribe = useCallback(
    (listener: () => void) => watchMessage(store, id, listener),
    [store, id],
  );
  return useSyncExternalStore(
    subscribe,
    () => findMessage(store.getState().messages, id),
    () => findMessage(store.getInitialState().messages, id),
  );
}

function selectMessageIds(state: ChatState): readonly string[] {
  return messageIds(state.messages);
}
