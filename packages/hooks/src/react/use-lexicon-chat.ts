'use client';

import type { ChatView } from '../chat.ts';
import { lexicon, type LexiconOptions } from '../providers/lexicon/lexicon.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import { useChat } from './use-chat.ts';

export interface UseLexiconChatOptions extends CommonOptions, LexiconOptions {}

/**
 * A conversation with a Lexicon Labs agent over its WebSocket. `chatId` names a chat made over REST (see
 * `createLexiconChat`) or is a function that makes one.
 *
 * @example
 * const { messages, sendMessage, status } = useLexiconChat({ userId, chatId, apiKey });
 */
export function useLexiconChat(options: UseLexiconChatOptions): ChatView {
  return useChat({ ...options, provider: lexicon(options) });
}
