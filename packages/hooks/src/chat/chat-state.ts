import type { ChatError } from './chat-error.ts';
import type { ChatMessage } from './chat-message.ts';

/** What a provider's platform can do. The store and the widget ask this, never a provider's name. */
export interface Capabilities {
  /** The platform says that a message was received, apart from answering it. */
  readonly acknowledges: boolean;
  /** Answers grow while they are written. */
  readonly streams: boolean;
  readonly choices: boolean;
  readonly structured: boolean;
  readonly uploads: boolean;
  readonly feedback: 'none' | 'rating' | 'rating-and-comment';
  readonly history: boolean;
  /** The user can ask for a person. */
  readonly handoff: boolean;
  /** A message may be written before the one before it was answered. */
  readonly parallelTurns: boolean;
  readonly context: boolean;
  /** `reset()` can make another session. */
  readonly reset: boolean;
}

export type ConnectionState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly attempt: number }
  | { readonly status: 'ready' }
  | {
      readonly status: 'reconnecting';
      readonly attempt: number;
      /** Milliseconds since the epoch of the next dial. */
      readonly retryAt: number;
      readonly reason: ChatError;
    }
  | { readonly status: 'failed'; readonly reason: ChatError }
  | { readonly status: 'closed' };

export type ChatStatus = 'ready' | 'submitted' | 'streaming' | 'error';

export interface Suggestion {
  readonly id: string;
  readonly text: string;
}

/** What the other side is doing at the moment. `text` is progress, not an answer. */
export interface Activity {
  readonly kind: 'typing' | 'interim' | 'polling';
  readonly text?: string | undefined;
}

export type HandoffState = 'bot' | 'requested' | 'agent' | 'ended';

export interface SessionInfo {
  readonly id?: string | undefined;
  readonly userId?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number | undefined;
  /** False when the platform answered a resumption with another session. */
  readonly resumed?: boolean | undefined;
  /** Whether a file can be taken now. @default as the capabilities say */
  readonly canUpload?: boolean | undefined;
  /**
   * The platform asks for an answer by its buttons, not by typing.
   * @default false
   */
  readonly inputDisabled?: boolean | undefined;
  /** What else a provider keeps about its session, such as upload targets. JSON, no secrets. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

export interface HistoryState {
  readonly status: 'idle' | 'loading' | 'error';
  readonly hasMore: boolean;
}

export interface ChatState {
  readonly connection: ConnectionState;
  readonly status: ChatStatus;
  readonly messages: readonly ChatMessage[];
  readonly suggestions: readonly Suggestion[];
  readonly activity: Activity | null;
  readonly handoff: HandoffState;
  readonly session: SessionInfo;
  readonly capabilities: Capabilities;
  readonly history: HistoryState;
  readonly error: ChatError | null;
}
