'use client';

import { useCallback } from 'react';

import type { ChatMessage } from '../chat/chat-message.ts';
import type { ChatState } from '../chat/chat-state.ts';
import { findMessage, messageIds } from '../chat/message-list.ts';
import type { Chat } from '../chat.ts';
import { useChatState } from './use-chat-state.ts';

/**
 * The ids of a chat's messages in order: the same array until a message comes, goes or moves, so a list
 * built on it does not render for a token.
 */
export function useMessageIds(chat: Pick<Chat, 'store'>): readonly string[] {
  return useChatState(chat, selectMessageIds);
}

/** One message by its id; undefined once it is gone. Only this message's changes render. */
export function useMessage(chat: Pick<Chat, 'store'>, id: string): ChatMessage | undefined {
  const selectMessage = useCallback((state: ChatState) => findMessage(state.messages, id), [id]);
  return useChatState(chat, selectMessage);
}

function selectMessageIds(state: ChatState): readonly string[] {
  return messageIds(state.messages);
}
