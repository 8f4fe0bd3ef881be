'use client';

import type { ChatView } from '../chat.ts';
import { aui, type AuiOptions } from '../providers/aui/aui.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import { useChat } from './use-chat.ts';

export interface UseAuiStreamOptions extends CommonOptions, AuiOptions {}

/**
 * A conversation with an agent of AUI (the vendor aui.io; not the assistant-ui library) over its WebSocket.
 * `taskId` names a task made over REST (see `createAuiTask`) or is a function that makes one.
 *
 * @example
 * const { messages, sendMessage, status } = useAuiStream({ taskId, apiKey });
 */
export function useAuiStream(options: UseAuiStreamOptions): ChatView {
  return useChat({ ...options, provider: aui(options) });
}
