import type { ChatMessage } from './chat-message.ts';
import type { Capabilities, ChatState } from './chat-state.ts';
import { EMPTY_OUTBOX, type Outbox } from './outbox.ts';

/** An answer that is growing: which message shows it, and the key its platform gave it. */
export interface Draft {
  readonly messageId: string;
  readonly key: string | undefined;
}

/** Whether the answer to discard has begun; null when nothing is discarded. */
export type Discarding = 'unstarted' | 'started' | null;

/** Everything the reducer knows: what is shown, and what stands behind it. */
export interface Conversation<Act = unknown> {
  readonly state: ChatState;
  readonly outbox: Outbox<Act>;
  readonly drafts: readonly Draft[];
  /** The user stopped an answer whose end is still to come: what it says until then is not shown. */
  readonly discarding: Discarding;
  readonly maxMessages: number;
  /** Messages of the other side that became whole (or broke off) in the last step. */
  readonly finished: readonly string[];
}

export interface ConversationOptions {
  readonly capabilities: Capabilities;
  /** Default 1,000. The oldest are dropped. */
  readonly maxMessages?: number | undefined;
  readonly initialMessages?: readonly ChatMessage[] | undefined;
}

export function createConversation<Act>(options: ConversationOptions): Conversation<Act> {
  return {
    state: {
      connection: { status: 'idle' },
      status: 'ready',
      messages: options.initialMessages ?? [],
      suggestions: [],
      activity: null,
      handoff: 'bot',
      session: {},
      capabilities: options.capabilities,
      history: { status: 'idle', hasMore: options.capabilities.history },
      error: null,
    },
    outbox: EMPTY_OUTBOX,
    drafts: [],
    discarding: null,
    maxMessages: options.maxMessages ?? 1000,
    finished: [],
  };
}
