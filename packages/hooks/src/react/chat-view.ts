import type { ChatState } from '../chat/chat-state.ts';
import type { Chat, ChatView } from '../chat.ts';

/** A chat seen by one component: which fields it read decides which changes concern it. */
export interface ChatViewSource {
  /** The view of the current state; the same object until a field that was read changes. */
  getView(): ChatView;
  /** The view of the initial state, for a server and for hydration. */
  getInitialView(): ChatView;
  /** Calls only for changes of fields that were read. */
  subscribe(listener: () => void): () => void;
}

export function createChatViewSource(chat: Chat): ChatViewSource {
  const { store } = chat;
  const read = new Set<keyof ChatState>();
  let shown = createView(chat, store.getState(), read);
  let initial: ChatView | undefined;

  function concerns(state: ChatState, previous: ChatState): boolean {
    return [...read].some((field) => state[field] !== previous[field]);
  }

  return {
    getView() {
      const state = store.getState();
      if (concerns(state, shown.snapshot.state)) {
        shown = createView(chat, state, read);
      } else {
        // Nothing of this is in use yet: what is read for the first time now is the newest.
        shown.snapshot.state = state;
      }
      return shown.view;
    },
    getInitialView() {
      const state = store.getInitialState();
      if (shown.snapshot.state === state) {
        return shown.view;
      }
      initial ??= createView(chat, state, read).view;
      return initial;
    },
    subscribe: (listener) =>
      store.subscribe((state, previous) => {
        if (concerns(state, previous)) {
          listener();
        }
      }),
  };
}

interface ShownView {
  readonly view: ChatView;
  readonly snapshot: { state: ChatState };
}

function createView(chat: Chat, state: ChatState, read: Set<keyof ChatState>): ShownView {
  const snapshot = { state };
  const fields: PropertyDescriptorMap = {
    provider: { enumerable: true, get: () => chat.provider },
  };
  // The keys of a ChatState are the fields of a ChatState.
  for (const field of Object.keys(state) as (keyof ChatState)[]) {
    fields[field] = {
      enumerable: true,
      get() {
        read.add(field);
        return snapshot.state[field];
      },
    };
  }
  const { provider: _provider, ...actions } = chat;
  // Every field that is missing from `actions` has just been described.
  return { view: Object.defineProperties(actions, fields) as ChatView, snapshot };
}
