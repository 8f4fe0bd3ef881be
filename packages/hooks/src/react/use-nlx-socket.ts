'use client';

import type { ChatView } from '../chat.ts';
import type { NlxOptions } from '../providers/nlx/nlx-options.ts';
import { nlxSocket } from '../providers/nlx/nlx-socket.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import { useChat } from './use-chat.ts';

export interface UseNlxSocketOptions
  extends CommonOptions, Omit<NlxOptions, 'transport' | 'stream'> {}

/**
 * A conversation with an NLX application over its WebSocket: the server may speak at any time, so a human's
 * messages after an escalation arrive too.
 *
 * @example
 * const { messages, sendMessage, status } = useNlxSocket({ deploymentKey, channelKey, apiKey });
 */
export function useNlxSocket(options: UseNlxSocketOptions): ChatView {
  return useChat({ ...options, provider: nlxSocket(options) });
}
