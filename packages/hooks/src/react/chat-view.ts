import type { ChatState } from '../chat/chat-state.ts';
import type { Chat, ChatView } from '../chat.ts';

/** A chat seen by one component: which fields it read decides which changes concern it. */
export interface ChatViewSource {
  /** The view of the current state; the same object until a field that was read changes. */
  getView(): ChatView;
  /** The view of the state at the beginning, for a server and for hydration. */
  getInitialView(): ChatView;
  /** Calls only for changes of fields that were read. */
  subscribe(listener: () => void): () => void;
}

export function createChatViewSource(chat: Chat): ChatViewSource {
  const { store } = chat;
  const read = new Set<keyof ChatState>();
  let shown = createView(chat, store.getState(), read, catchUp);
  let initial: ChatView | undefined;

  function concerns(state: ChatState, previous: ChatState): boolean {
    return [...read].some((field) => state[field] !== previous[field]);
  }

  /** Nothing of what changed since is in use yet: what is read for the first time now is the newest. */
  function catchUp(snapshot: Snapshot): void {
    const state = store.getState();
    if (!concerns(state, snapshot.state)) {
      snapshot.state = state;
    }
  }

  return {
    getView() {
      const state = store.getState();
      if (concerns(state, shown.snapshot.state)) {
        shown = createView(chat, state, read, catchUp);
      } else {
        shown.snapshot.state = state;
      }
      return shown.view;
    },
    getInitialView() {
      const state = store.getInitialState();
      if (shown.snapshot.state === state && store.getState() === state) {
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

interface Snapshot {
  state: ChatState;
}

interface ShownView {
  readonly view: ChatView;
  readonly snapshot: Snapshot;
}

/**
 * The fields are not enumerable: development builds of React (19.2 and later) and its inspector walk over
 * what is passed as a property, and walking over the chat must not count as reading all of it.
 */
function createView(
  chat: Chat,
  state: ChatState,
  read: Set<keyof ChatState>,
  onFirstRead?: (snapshot: Snapshot) => void,
): ShownView {
  const snapshot = { state };
  const fields: PropertyDescriptorMap = {
    provider: { get: () => chat.provider },
  };
  // The keys of a ChatState are the fields of a ChatState.
  for (const field of Object.keys(state) as (keyof ChatState)[]) {
    fields[field] = {
      get() {
        if (!read.has(field)) {
          onFirstRead?.(snapshot);
          read.add(field);
        }
        return snapshot.state[field];
      },
    };
  }
  const { provider: _provider, ...actions } = chat;
  // Every field that is missing from `actions` has just been described.
  return { view: Object.defineProperties(actions, fields) as ChatView, snapshot };
}
