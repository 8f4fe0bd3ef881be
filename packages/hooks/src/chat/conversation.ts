import { createChatError } from './chat-error.ts';
import type { ChatMessage } from './chat-message.ts';
import type { Capabilities, ChatState } from './chat-state.ts';
import { trimMessages } from './message-list.ts';
import { EMPTY_OUTBOX, type Outbox } from './outbox.ts';

/** An answer that is growing: which message shows it, and the key its platform gave it. */
export interface Draft {
  readonly messageId: string;
  readonly key: string | undefined;
}

/**
 * An answer that the user stopped and that has not ended: what it says until then is not shown. One that is
 * unstarted is the next to begin, and then the only one. One that outlived its connection may go on in the next,
 * or never: what comes then is its rest only until something else begins.
 */
export interface StoppedAnswer extends Pick<Draft, 'key'> {
  readonly phase?: 'unstarted' | 'outlived' | undefined;
}

/** Everything the reducer knows: what is shown, and what stands behind it. */
export interface Conversation<Act = unknown> {
  readonly state: ChatState;
  readonly outbox: Outbox<Act>;
  readonly drafts: readonly Draft[];
  /** What is not shown. */
  readonly discarding: readonly StoppedAnswer[];
  /** The `serverId`s of the last answers whose turn is over: one that is said again ends no other. */
  readonly ended: readonly string[];
  /** The messages of the last answers that the user stopped: nothing completes them any more. */
  readonly stopped: readonly string[];
  /** The act that asked for a person, until the platform says who has the conversation. */
  readonly asked: string | undefined;
  readonly maxMessages: number;
  /** Messages of the other side that became whole (or broke off) in the last step. */
  readonly finished: readonly string[];
}

export interface ConversationOptions {
  readonly capabilities: Capabilities;
  /** Default 1,000. The oldest are dropped. */
  readonly maxMessages?: number | undefined;
  /**
   * The transcript to start from. Nothing in it is under way any more: what was `streaming` is `interrupted`;
   * what was `queued` has `failed`, what was `sending` is `unconfirmed`, each with an error of the code `aborted`.
   */
  readonly initialMessages?: readonly ChatMessage[] | undefined;
}

export const MAX_MESSAGES = 1000;

export function createConversation<Act>({
  capabilities,
  maxMessages = MAX_MESSAGES,
  initialMessages = [],
}: ConversationOptions): Conversation<Act> {
  return {
    state: {
      connection: { status: 'idle' },
      status: 'ready',
      messages: trimMessages(initialMessages.map(settle), maxMessages),
      suggestions: [],
      activity: null,
      handoff: 'bot',
      session: {},
      capabilities,
      history: { status: 'idle', hasMore: capabilities.history },
      error: null,
    },
    outbox: EMPTY_OUTBOX,
    drafts: [],
    discarding: [],
    ended: [],
    stopped: [],
    asked: undefined,
    maxMessages,
    finished: [],
  };
}

/** As a message is when nobody writes it any more. One that was written may have arrived. */
function settle(message: ChatMessage): ChatMessage {
  const { delivery, state } = message;
  if (delivery === 'queued' || delivery === 'sending') {
    const error = createChatError('aborted', 'The chat was left before this was delivered.', {
      retryable: true,
    });
    return { ...message, delivery: delivery === 'queued' ? 'failed' : 'unconfirmed', error };
  }
  return state === 'streaming' ? { ...message, state: 'interrupted' } : message;
}
