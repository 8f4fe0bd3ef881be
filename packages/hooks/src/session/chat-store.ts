import { createStore } from 'zustand/vanilla';

import type { ChatAction, StepContext } from '../chat/chat-action.ts';
import type { ChatState } from '../chat/chat-state.ts';
import {
  type Conversation,
  type ConversationOptions,
  createConversation,
} from '../chat/conversation.ts';
import { reduceChat } from '../chat/reduce-chat.ts';
import type { ReadonlyStore } from '../chat.ts';
import type { UserAct } from '../providers/provider.ts';

/** The conversation, its one way to change, and the store that shows it. */
export interface ChatStore {
  readonly store: ReadonlyStore<ChatState>;
  conversation(): Conversation<UserAct>;
  dispatch(action: ChatAction<UserAct>): void;
}

export function createChatStore(
  options: ConversationOptions,
  context: () => StepContext,
  onStep: (after: Conversation<UserAct>, before: Conversation<UserAct>) => void,
  onThrow: () => void,
): ChatStore {
  let conversation = createConversation<UserAct>(options);
  const { getState, getInitialState, setState, subscribe } = createStore<ChatState>(
    () => conversation.state,
  );
  return {
    store: {
      getState,
      getInitialState,
      // What a subscriber throws is its own affair: the step it hears of has happened.
      subscribe: (listener) =>
        subscribe((state, previous) => {
          try {
            listener(state, previous);
          } catch {
            onThrow();
          }
        }),
    },
    conversation: () => conversation,
    dispatch(action) {
      const before = conversation;
      const after = reduceChat(before, action, context());
      conversation = after;
      if (after.state !== before.state) {
        setState(after.state, true);
      }
      onStep(after, before);
    },
  };
}
