/**
 * The seam. A provider is a value that says where to connect, how to write what the user did, how to
 * read what the server said and what a close means. It owns no socket, no timer and no store; every
 * function in it is pure and total.
 */
import type { ChatError } from '../chat/chat-error.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { Choice, ChatMessage, IncomingMessage } from '../chat/chat-message.ts';
import type { Capabilities, HandoffState, SessionInfo, Suggestion } from '../chat/chat-state.ts';
import type {
  CloseFacts,
  CloseVerdict,
  ConnectionTiming,
  HttpTarget,
  SocketTarget,
} from '../connection/connection.ts';
import type { Source } from '../connection/credential.ts';
import type { Transport } from '../connection/transport.ts';
import type { EndedExchange, ExchangeEnd } from './end-exchange.ts';

/** What a user (or the session on the user's behalf) does. */
export type UserAct =
  | {
      readonly type: 'text';
      readonly text: string;
      readonly metadata?: Readonly<Record<string, unknown>> | undefined;
    }
  | { readonly type: 'choice'; readonly choice: Choice; readonly message: ChatMessage | undefined }
  | { readonly type: 'structured'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly type: 'upload'; readonly uploadIds: readonly string[]; readonly text: string }
  | { readonly type: 'agent' }
  | { readonly type: 'welcome' }
  | { readonly type: 'poll' };

/** What a provider may know of the conversation when it encodes, decodes or classifies. */
export interface SessionFacts {
  readonly session: SessionInfo;
  readonly handoff: HandoffState;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** An answer is growing. */
  readonly streaming: boolean;
  /** A user's message is written and unanswered. */
  readonly turnOpen: boolean;
  /** The last error event read on this socket, if any: a close that follows is the same error. */
  readonly lastError: ChatError | undefined;
  /** What `setContext` was given last; goes with what is sent where the platform takes it so. */
  readonly context: Readonly<Record<string, unknown>> | undefined;
}

/** Secrets and addresses as the dial resolved them. */
export interface Credentials {
  readonly apiKey?: string | undefined;
  readonly url?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Where those come from. Functions are asked per dial. */
export interface CredentialSources {
  readonly apiKey?: Source<string> | undefined;
  readonly url?: Source<string> | undefined;
  readonly headers?: Source<Readonly<Record<string, string>>> | undefined;
}

export type Outgoing =
  | {
      readonly body: Readonly<Record<string, unknown>>;
      /** HTTP only: appended to the endpoint's path. */
      readonly path?: string | undefined;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      /** It is sent, but a developer should know: reported as a protocol event. No content in it. */
      readonly warning?: string | undefined;
    }
  | { readonly error: ChatError };

export interface Decoded {
  readonly events: readonly ChatEvent[];
  /** Something to do later by itself, such as a poll. Forgotten on reset, close and dispose. */
  readonly then?: { readonly afterMs: number; readonly act: UserAct } | undefined;
}

export interface ProviderTiming extends ConnectionTiming {
  /** A written message is acknowledged within this; undefined where the platform acknowledges nothing. */
  readonly acknowledgeMs?: number | undefined;
  /** A written message is answered (a first frame) within this. Not while a human has the conversation. */
  readonly answerMs?: number | undefined;
  /**
   * Where the server may close the socket after an error about one message: until it does, or this is over,
   * nothing more is written into it.
   */
  readonly closeAfterErrorMs?: number | undefined;
  /** At most `frames` in any sliding `perMs`. */
  readonly pace?: { readonly frames: number; readonly perMs: number } | undefined;
}

/** A REST request that belongs to the conversation, as data. */
export interface CallRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON text, or a file. */
  readonly body?: string | Blob | undefined;
}

export interface CallResponse {
  readonly status: number;
  /** Parsed JSON, else text, else undefined. */
  readonly body: unknown;
}

/** One kind of call: `build` and `read` are pure. `build` returns an error where the call cannot be made. */
export interface Call<Request, Result> {
  build(
    request: Request,
    facts: SessionFacts,
    credentials: Credentials,
  ): CallRequest | { readonly error: ChatError };
  /** `request` is what `build` was given. */
  read(
    response: CallResponse,
    facts: SessionFacts,
    request: Request,
  ): Result | { readonly error: ChatError };
}

export interface HistoryPage {
  /** Oldest first. User messages count as acknowledged. */
  readonly messages: readonly IncomingMessage[];
  readonly hasMore: boolean;
}

export interface ProviderCalls {
  /** Uploads one file; the id goes into the `upload` act that follows. */
  readonly upload?:
    | Call<{ readonly file: Blob; readonly index: number }, { readonly uploadId: string }>
    | undefined;
  readonly feedback?:
    | Call<
        { readonly message: ChatMessage; readonly rating?: number; readonly comment?: string },
        { readonly ok: true }
      >
    | undefined;
  readonly context?:
    | Call<{ readonly context: Readonly<Record<string, unknown>> }, { readonly ok: true }>
    | undefined;
  /** `loaded` counts the messages the server is known to hold that are already here. */
  readonly history?:
    | Call<{ readonly loaded: number; readonly limit: number }, HistoryPage>
    | undefined;
}

/** What `prepare` found: the session to speak in and what to show first. */
export interface PreparedSession {
  readonly session: SessionInfo;
  /** Whether the conversation begins here, so that `opening` goes out. Default: it has no `session.id` yet. */
  readonly isNew?: boolean | undefined;
  readonly messages?: readonly IncomingMessage[] | undefined;
  readonly suggestions?: readonly Suggestion[] | undefined;
}

/** How bytes travel, and what becomes of a message when they have. */
export interface ProviderTransport extends Transport {
  /** What the end of an exchange means. Of kind `http` it has this: without it no message would ever end. */
  endExchange?(exchange: EndedExchange): ExchangeEnd;
}

export interface Provider {
  /** `nlx`, `lexicon`, `aui`, or your own. */
  readonly name: string;
  /** How bytes travel: `socketTransport` or `httpTransport`. */
  readonly transport: ProviderTransport;
  /**
   * The conversation's identity: its parts, joined by `:`. A part that is missing yet is empty: a chat whose
   * provider is `incomplete` becomes the conversation that fills it in. No secret in it.
   */
  readonly id: string;
  /** Whether chats with this `id` may be one chat. False for a conversation that has no identity yet. */
  readonly shareable: boolean;
  /** What, when it differs, asks for a new connection in the same chat. Compared item by item. No functions. */
  readonly destination: readonly (string | undefined)[];
  /** What is missing before a dial makes sense, in words; undefined when nothing is. */
  readonly incomplete?: string | undefined;
  readonly capabilities: Capabilities;
  readonly timing: ProviderTiming;
  readonly credentials: CredentialSources;
  /** Longest text a message may have, in characters. Default 10,000. */
  readonly maxLength?: number | undefined;
  /**
   * Makes or finds the session: before the first dial (`start`), and after a reset or an expiry (`renew`,
   * where an id given in the options must not be used again). A given `conversationId`, `chatId` or `taskId`
   * becomes `session.id` here. The only function that may wait; a rejection is retried like a failed dial.
   */
  prepare?(
    facts: SessionFacts,
    reason: 'start' | 'renew',
  ): PreparedSession | Promise<PreparedSession>;
  connect(facts: SessionFacts, credentials: Credentials): SocketTarget | HttpTarget;
  /** What goes out first by itself on a new session, such as NLX's welcome. Never on resume or reconnect. */
  readonly opening?: UserAct | undefined;
  encode(act: UserAct, facts: SessionFacts): Outgoing;
  /** Total: no value makes it throw. */
  decode(frame: unknown, facts: SessionFacts): Decoded;
  classify(close: CloseFacts, facts: SessionFacts): CloseVerdict;
  /** The error a person sees for a close or a refused exchange; undefined for the common words. */
  describe?(close: CloseFacts, facts: SessionFacts): ChatError | undefined;
  readonly calls?: ProviderCalls | undefined;
}
