'use client';

import type { ChatView } from '../chat.ts';
import { nlxHttp } from '../providers/nlx/nlx-http.ts';
import type { NlxOptions } from '../providers/nlx/nlx-options.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import { useChat } from './use-chat.ts';

export interface UseNlxChatOptions extends CommonOptions, Omit<NlxOptions, 'transport'> {}

/**
 * A conversation with an NLX application over HTTP, one exchange per turn; with `stream` (the default) each
 * message of an answer shows as soon as it is finished. After an escalation a human's messages come only over
 * the socket: the transcript says so, and `useNlxSocket` is the hook to use where that happens.
 *
 * @example
 * const { messages, sendMessage, status } = useNlxChat({ deploymentKey, channelKey, apiKey });
 */
export function useNlxChat(options: UseNlxChatOptions): ChatView {
  return useChat({ ...options, provider: nlxHttp(options) });
}
