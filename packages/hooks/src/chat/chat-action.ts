import type { ChatError } from './chat-error.ts';
import type { ChatEvent } from './chat-event.ts';
import type { ChatMessage, IncomingMessage, MessageFeedback } from './chat-message.ts';
import type {
  Capabilities,
  ConnectionState,
  HistoryState,
  SessionInfo,
  Suggestion,
} from './chat-state.ts';
import type { MessageList } from './message-list.ts';
import type { OutboxEntry } from './outbox.ts';

/** Everything that changes a conversation: what the wire said, what the user did, what became of it. */
export type ChatAction<Act> =
  | { readonly type: 'event'; readonly event: ChatEvent }
  /** The user (or the session) did something: it waits, and shows as `message` if it shows. */
  | {
      readonly type: 'act-compose';
      readonly entry: OutboxEntry<Act>;
      readonly message?: ChatMessage | undefined;
      readonly place?: 'first' | 'last' | undefined;
    }
  /** It is about to be written. `opensTurn` when an answer is owed. */
  | { readonly type: 'act-write'; readonly id: string; readonly opensTurn: boolean }
  /** The other side has begun to answer this write. */
  | { readonly type: 'act-accept'; readonly id: string }
  /** The exchange of this write is over, answered. */
  | { readonly type: 'act-end'; readonly id: string }
  /** It failed, and everybody knows. */
  | { readonly type: 'act-fail'; readonly id: string; readonly error: ChatError }
  /** It was written, and nobody knows what became of it. */
  | { readonly type: 'act-doubt'; readonly id: string; readonly error: ChatError }
  /** It was not written after all, or is known not to have been processed: back to the head of the queue. */
  | { readonly type: 'act-requeue'; readonly entry: OutboxEntry<Act> }
  /** The user takes a message back, or has it sent again as `entry`. */
  | { readonly type: 'message-discard'; readonly messageId: string }
  | {
      readonly type: 'message-retry';
      readonly messageId: string;
      readonly entry: OutboxEntry<Act>;
    }
  /** This act asks for a person: one is waited for until the platform says who comes, or the act is over. */
  | { readonly type: 'agent-request'; readonly id: string }
  | { readonly type: 'choice-take'; readonly messageId: string; readonly choiceId: string }
  | {
      readonly type: 'feedback-set';
      readonly messageId: string;
      readonly feedback: MessageFeedback | undefined;
    }
  /** What the options say is another: a lower bound shows with the next message. */
  | {
      readonly type: 'capabilities-change';
      readonly capabilities: Capabilities;
      readonly maxMessages?: number;
    }
  | { readonly type: 'connection-change'; readonly connection: ConnectionState }
  /** The connection on which turns are open is gone. `wasAlive`: its other end said so itself. */
  | {
      readonly type: 'connection-lose';
      readonly error: ChatError;
      readonly wasAlive?: boolean | undefined;
    }
  /** `discards` when more of the answer will come and must not be shown. */
  | { readonly type: 'answer-stop'; readonly discards: boolean }
  /** Nothing more of what was being answered will come. */
  | { readonly type: 'answer-break' }
  | {
      readonly type: 'session-prepare';
      readonly session: SessionInfo;
      readonly messages: readonly IncomingMessage[];
      readonly suggestions: readonly Suggestion[];
    }
  | { readonly type: 'session-reset' }
  | { readonly type: 'transcript-clear' }
  | { readonly type: 'history-change'; readonly history: HistoryState }
  | {
      readonly type: 'history-merge';
      /** What becomes of the transcript as it is by then. */
      readonly merge: (messages: MessageList, context: MergeContext) => MessageList;
      readonly history: HistoryState;
    }
  | { readonly type: 'error-set'; readonly error: ChatError | null };

/** What a step may use beside the conversation. */
export interface StepContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly createId: () => string;
}

export interface MergeContext extends StepContext {
  /** The bound of the transcript. */
  readonly maxMessages: number;
  /** The messages of answers that the user stopped: they say no more than they do. */
  readonly stopped: readonly string[];
  /** The `serverId`s of the last answers that are over: one that is not shown was not to be. */
  readonly ended: readonly string[];
}
