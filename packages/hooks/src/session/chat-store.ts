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
import type { Logger } from '../connection/runtime.ts';
import type { UserAct } from '../providers/provider.ts';
import { attempt } from '../connection/attempt.ts';

/** The conversation, its one way to change, and the store that shows it. */
export interface ChatStore {
  readonly store: ReadonlyStore<ChatState>;
  conversation(): Conversation<UserAct>;
  dispatch(action: ChatAction<UserAct>): void;
  /** However many steps it takes, the store tells of it once; `later`: with the next step that is told of. */
  batch(run: () => void, later?: boolean): void;
}

/**
 * A step can be seen as soon as it is taken, and is told of in its turn: what a subscriber or a handler brings about
 * is told after what it was told of, to everybody.
 */
export function createChatStore(
  options: ConversationOptions,
  context: () => StepContext,
  onStep: (after: Conversation<UserAct>, before: Conversation<UserAct>) => void,
  logger: Logger,
): ChatStore {
  let conversation = createConversation<UserAct>(options);
  let untold: (readonly [Conversation<UserAct>, Conversation<UserAct>])[] = [];
  let busy = 0;
  const { getInitialState, setState, subscribe } = createStore<ChatState>(() => conversation.state);

  function batch(run: () => void, later = false): void {
    busy += 1;
    try {
      run();
      while (!later && busy === 1 && untold.length > 0) {
        const steps = untold;
        untold = [];
        setState(conversation.state, true);
        steps.forEach(([after, before]) => onStep(after, before));
      }
    } finally {
      busy -= 1;
    }
  }

  return {
    store: {
      getState: () => conversation.state,
      getInitialState,
      // What a subscriber throws is its own affair: the step it hears of has happened.
      subscribe: (listener) =>
        subscribe((state, previous) =>
          attempt(() => listener(state, previous), logger, 'subscriber-threw'),
        ),
    },
    conversation: () => conversation,
    dispatch(action) {
      batch(() => {
        const before = conversation;
        conversation = reduceChat(before, action, context());
        if (conversation !== before) {
          untold.push([conversation, before]);
        }
      });
    },
    batch,
  };
}
