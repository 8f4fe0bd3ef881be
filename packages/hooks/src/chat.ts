import type { ActionResult, ChatError } from './chat/chat-error.ts';
import type { Choice } from './chat/chat-message.ts';
import type { ChatState, Suggestion } from './chat/chat-state.ts';
import type { Provider } from './providers/provider.ts';

/** A zustand store without its setter. */
export interface ReadonlyStore<State> {
  getState(): State;
  getInitialState(): State;
  subscribe(listener: (state: State, previous: State) => void): () => void;
}

export interface OutgoingMessage {
  readonly text: string;
  /** A plain JSON object that travels with the message where the platform takes one. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** `id` is the message's id in `messages`. */
export type SendResult =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly error: ChatError };

export type EditResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: ChatError };

export interface UploadProgress {
  readonly status: 'uploading' | 'done' | 'failed' | 'aborted';
  /** Bytes. */
  readonly loaded: number;
  /** Bytes. */
  readonly total: number;
  readonly error?: ChatError | undefined;
}

/** One running upload. */
export interface UploadHandle {
  readonly id: string;
  progress(): UploadProgress;
  subscribe(listener: (progress: UploadProgress) => void): () => void;
  abort(): void;
  /** Settles when the files are up and their message is queued, or with the error. Never rejects. */
  readonly finished: Promise<SendResult>;
}

/**
 * A conversation: a handle that stays the same for its whole life and holds no state of its own. Actions are
 * always there; one that the provider cannot do returns a {@link ChatError} with the code `unsupported`.
 */
export interface Chat {
  readonly store: ReadonlyStore<ChatState>;
  readonly provider: Provider;
  /** Dials. Leaves `closed` and `failed`. */
  connect(): void;
  /** Cuts a wait short or replaces a live connection. */
  reconnect(): void;
  /** Closes the connection and stays `closed` until `connect()`. The transcript and the queue stay. */
  disconnect(): void;
  /** Another session: the transcript, the queue and every answer still under way are forgotten. */
  reset(): ActionResult;
  /** Forgets the transcript, keeps the session. */
  clear(): void;
  sendMessage(message: string | OutgoingMessage): SendResult;
  choose(choice: Choice | Suggestion): SendResult;
  /** A structured request in the platform's own terms (NLX: `intentId`, `slots` …). */
  sendStructured(data: Readonly<Record<string, unknown>>): SendResult;
  setContext(context: Readonly<Record<string, unknown>>): Promise<ActionResult>;
  /** Asks for a person. */
  requestAgent(): SendResult;
  upload(
    files: readonly File[],
    options?: { readonly signal?: AbortSignal | undefined; readonly text?: string | undefined },
  ): UploadHandle;
  sendFeedback(
    messageId: string,
    feedback: { readonly rating: number } | { readonly comment: string },
  ): Promise<ActionResult>;
  /** Ends the answer that is growing. */
  stop(): void;
  /** Sends an unconfirmed or failed message again. */
  retry(messageId: string): SendResult;
  /** Takes back a queued, unconfirmed or failed message and returns its text for the composer. */
  edit(messageId: string): EditResult;
  /** Removes a queued, unconfirmed or failed message. */
  discard(messageId: string): ActionResult;
  /** Loads the page of messages before the oldest. */
  loadOlder(): Promise<ActionResult>;
  clearError(): void;
}

/**
 * What hooks return: the handle, and the state as of this render. Reading a field is what subscribes to it,
 * so read fields by their names: they are not enumerable, and `{ ...chat }` has the actions only.
 */
export type ChatView = Chat & Readonly<ChatState>;
