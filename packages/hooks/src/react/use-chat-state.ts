'use client';

import { useMemo, useSyncExternalStore } from 'react';

import type { ChatState } from '../chat/chat-state.ts';
import type { Chat } from '../chat.ts';

/**
 * Reads a part of a chat's state; the component renders again only when that part changes.
 *
 * @param isEqual decides whether two selections are the same. Default `Object.is`.
 * @example
 * const isStreaming = useChatState(chat, (state) => state.status === 'streaming');
 */
export function useChatState<Selection>(
  chat: Pick<Chat, 'store'>,
  selector: (state: ChatState) => Selection,
  isEqual: (a: Selection, b: Selection) => boolean = Object.is,
): Selection {
  const { store } = chat;
  const [current, initial] = useMemo(
    () => [
      memoizeSelection(store.getState, selector, isEqual),
      memoizeSelection(store.getInitialState, selector, isEqual),
    ],
    [store, selector, isEqual],
  );
  return useSyncExternalStore(store.subscribe, current, initial);
}

/** The last selection stands until a changed state selects something else. */
function memoizeSelection<Selection>(
  getState: () => ChatState,
  selector: (state: ChatState) => Selection,
  isEqual: (a: Selection, b: Selection) => boolean,
): () => Selection {
  let last: { readonly state: ChatState; readonly selection: Selection } | undefined;
  return () => {
    const state = getState();
    if (last?.state === state) {
      return last.selection;
    }
    const selection = selector(state);
    last = {
      state,
      selection: last && isEqual(last.selection, selection) ? last.selection : selection,
    };
    return last.selection;
  };
}
