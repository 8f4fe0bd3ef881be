'use client';

import type { Chat, ChatMessage } from '@parley/hooks';
import { useEffect, useState } from 'react';

/** How many of the others' messages have come since the window was closed. */
export function useUnread(chat: Chat, open: boolean): number {
  const [unread, setUnread] = useState(0);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    setUnread(0);
  }

  useEffect(() => {
    if (open) {
      return undefined;
    }
    const lastSeen = chat.store.getState().messages.at(-1)?.id;
    return chat.store.subscribe((now, before) => {
      if (now.messages !== before.messages) {
        setUnread(countAfter(now.messages, lastSeen));
      }
    });
  }, [chat, open]);

  return unread;
}

/** The others' messages after the one that was seen last. */
function countAfter(messages: readonly ChatMessage[], lastSeen: string | undefined): number {
  const from = messages.findLastIndex(({ id }) => id === lastSeen) + 1;
  return messages.slice(from).filter(({ role }) => role !== 'user').length;
}
