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

interface Shown {
  state: ChatState;
  readonly view: ChatView;
}

export function createChatViewSource(chat: Chat): ChatViewSource {
  const { provider: _provider, store, ...actions } = chat;
  const read = new Set<keyof ChatState>();
  let shown = show(store.getState());
  let initial: Shown | undefined;

  function concerns(state: ChatState, previous: ChatState): boolean {
    return [...read].some((field) => state[field] !== previous[field]);
  }

  /** Nothing of what changed since is in use yet: what is read for the first time now is the newest. */
  function catchUp(old: Shown): boolean {
    const state = store.getState();
    const isSame = !concerns(state, old.state);
    if (isSame) {
      old.state = state;
    }
    return isSame;
  }

  /**
   * The fields are not enumerable: development builds of React (19.2 and later) and its inspector walk over
   * what is passed as a property, and walking over the chat must not count as reading all of it.
   */
  function show(state: ChatState, isLive: boolean = true): Shown {
    const fields: PropertyDescriptorMap = { provider: { get: () => chat.provider } };
    // The keys of a ChatState are the fields of a ChatState.
    for (const field of Object.keys(state) as (keyof ChatState)[]) {
      fields[field] = {
        get() {
          if (isLive) {
            catchUp(made);
          }
          read.add(field);
          return made.state[field];
        },
      };
    }
    // Every field that is missing from the actions has just been described.
    const view = Object.defineProperties({ store, ...actions }, fields) as ChatView;
    const made = { state, view };
    return made;
  }

  return {
    getView() {
      if (!catchUp(shown)) {
        shown = show(store.getState());
      }
      return shown.view;
    },
    getInitialView() {
      const state = store.getInitialState();
      const isInitial = shown.state === state && store.getState() === state;
      return (isInitial ? shown : (initial ??= show(state, false))).view;
    },
    subscribe: (listener) =>
      store.subscribe((state, previous) => concerns(state, previous) && listener()),
  };
}
