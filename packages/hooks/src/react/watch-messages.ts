import type { ChatMessage } from '../chat/chat-message.ts';
import { findMessage, type MessageList, messageIds } from '../chat/message-list.ts';
import type { Chat } from '../chat.ts';

type Store = Chat['store'];

interface Watch {
  readonly listeners: Map<string, Set<() => void>>;
  readonly stop: () => void;
}

const watches = new WeakMap<Store, Watch>();

/**
 * Tells a listener when one message changes. All the messages of a chat share one subscription to its store: one
 * of each message's own would be called for every token of any other. Returns its undo.
 */
export function watchMessage(store: Store, id: string, listener: () => void): () => void {
  const watch = watches.get(store) ?? startWatch(store);
  const { listeners } = watch;
  const own = listeners.get(id) ?? new Set();
  listeners.set(id, own.add(listener));
  return () => {
    own.delete(listener);
    if (own.size === 0 && listeners.get(id) === own) {
      listeners.delete(id);
    }
    if (listeners.size === 0 && watches.get(store) === watch) {
      watches.delete(store);
      watch.stop();
    }
  };
}

function startWatch(store: Store): Watch {
  const listeners: Watch['listeners'] = new Map();
  const stop = store.subscribe(({ messages }, { messages: before }) => {
    if (messages === before) {
      return;
    }
    const changed =
      messageIds(messages) === messageIds(before)
        ? changedInPlace(messages, before)
        : [...listeners.keys()].filter(
            (id) => findMessage(messages, id) !== findMessage(before, id),
          );
    for (const id of changed) {
      listeners.get(id)?.forEach((listener) => listener());
    }
  });
  const watch = { listeners, stop };
  watches.set(store, watch);
  return watch;
}

/** Nothing but comparisons: this runs for every token, over every message. */
function changedInPlace(messages: MessageList, before: MessageList): readonly string[] {
  return messages
    .filter((message: ChatMessage, position) => message !== before[position])
    .map(({ id }) => id);
}
