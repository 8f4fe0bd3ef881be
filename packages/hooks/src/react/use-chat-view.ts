'use client';

import { useMemo, useSyncExternalStore } from 'react';

import type { Chat, ChatView } from '../chat.ts';
import { createChatViewSource } from './chat-view.ts';

/**
 * The chat with its state as of this render. A component renders again only for the fields it read; one
 * that passes the view on without reading anything never renders for it.
 */
export function useChatView(chat: Chat): ChatView {
  const source = useMemo(() => createChatViewSource(chat), [chat]);
  return useSyncExternalStore(source.subscribe, source.getView, source.getInitialView);
}
