'use client';

import type { ChatView } from '../chat.ts';
import type { ChatHandlers, CommonOptions } from '../session/chat-options.ts';
import type { Chat } from '../chat.ts';
import type { Provider } from '../providers/provider.ts';
import { useChatView } from './use-chat-view.ts';
import { useHeldChat } from './use-held-chat.ts';

export interface UseProviderOptions extends CommonOptions {
  /** Compared by its identity: a new value at every render is fine. */
  readonly provider: Provider;
  readonly chat?: undefined;
}

export interface UseExistingChatOptions extends ChatHandlers {
  /** A chat made outside React. It stays connected when the component goes. */
  readonly chat: Chat;
  readonly provider?: undefined;
  /** Dial on mount where nothing does yet. Default true. */
  readonly autoConnect?: boolean | undefined;
}

export type UseChatOptions = UseProviderOptions | UseExistingChatOptions;

/**
 * A conversation with any provider, or one made outside React with `createChat`.
 *
 * @example
 * const { messages, sendMessage } = useChat({ provider: lexicon({ userId, chatId, apiKey }) });
 */
export function useChat(options: UseChatOptions): ChatView {
  return useChatView(useHeldChat(options));
}
