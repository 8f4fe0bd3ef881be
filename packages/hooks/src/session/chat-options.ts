import type { ChatError } from '../chat/chat-error.ts';
import type { ChatMessage } from '../chat/chat-message.ts';
import type { ConnectionState } from '../chat/chat-state.ts';
import type { HeartbeatOptions } from '../connection/heartbeat.ts';
import type { RetryOptions } from '../connection/retry-delay.ts';
import type { Runtime } from '../connection/runtime.ts';

/** What an application may want to hear. Handlers may change at any time; a handler that throws harms nothing. */
export interface ChatHandlers {
  /** A whole message of the other side is there (called once for each). */
  readonly onMessage?: ((message: ChatMessage) => void) | undefined;
  /** An answer ended: whole, or broken off. */
  readonly onFinish?:
    | ((result: { readonly message: ChatMessage; readonly isInterrupted: boolean }) => void)
    | undefined;
  readonly onError?: ((error: ChatError) => void) | undefined;
  readonly onConnectionChange?: ((connection: ConnectionState) => void) | undefined;
  /** Something from the wire that the protocol notes do not know; it was skipped. */
  readonly onProtocolEvent?:
    | ((event: { readonly provider: string; readonly reason: string }) => void)
    | undefined;
}

/** Overrides of a provider's own times, in milliseconds. */
export interface Deadlines {
  /** From dial to open. Default 10,000. */
  readonly connectMs?: number | undefined;
  /** From open to ready, where the platform says when. Default: the provider's. */
  readonly readyMs?: number | undefined;
  /** From written to acknowledged. Default: the provider's (Lexicon 15,000). */
  readonly acknowledgeMs?: number | undefined;
  /** From written to a first answer frame. Default: the provider's (NLX and AUI 60,000). */
  readonly answerMs?: number | undefined;
}

/** What may wait to be sent. A bound that is left out keeps its default. */
export interface OutboxOptions {
  /** Default 200. */
  readonly messages?: number | undefined;
  /** UTF-8 bytes of what the user wrote, with its metadata. Default 1,048,576. */
  readonly bytes?: number | undefined;
  /** What waited longer has `failed` with the code `expired`. Milliseconds; default 24 hours. */
  readonly ageMs?: number | undefined;
  /**
   * `reject-new`: `sendMessage` says `queue-full`, and nothing changes. `drop-oldest`: the messages that waited
   * longest give way, as `failed` with the code `queue-full`. Default `reject-new`.
   */
  readonly whenFull?: 'reject-new' | 'drop-oldest' | undefined;
}

/** The options that every chat takes, whatever its provider. */
export interface CommonOptions extends ChatHandlers {
  /** False keeps the chat `idle`: it does not dial, and what is sent waits. Default true. */
  readonly enabled?: boolean | undefined;
  /** Dial without being asked. Default: true for hooks, false for `createChat` (the first send dials). */
  readonly autoConnect?: boolean | undefined;
  /** Dial again by itself after a loss, and how soon. Default true. */
  readonly reconnect?: boolean | RetryOptions | undefined;
  /**
   * Sent into a silent socket to keep it alive. Off by default: no platform documents a payload, and browsers
   * cannot ping. Without `message` it is the WebSocket ping of Node's `ws`, and nothing in a browser. With
   * `replyWithinMs` it finds a dead socket as well: only for a message that the server answers.
   */
  readonly heartbeat?: HeartbeatOptions | undefined;
  /** At most `frames` in any sliding `perMs`; false for no bound. Default: the provider's (10 per 1,000 ms). */
  readonly pace?: { readonly frames: number; readonly perMs: number } | false | undefined;
  readonly deadlines?: Deadlines | undefined;
  /** Bounds of what waits to be sent. */
  readonly outbox?: OutboxOptions | undefined;
  /** Longest message, in characters. Default: the provider's, else 10,000. */
  readonly maxLength?: number | undefined;
  /** Messages kept; the oldest are dropped, but for what `loadOlder()` has just added. Default 1,000. */
  readonly maxMessages?: number | undefined;
  /** The transcript to start from. What was under way in it has failed, is unconfirmed or is interrupted. */
  readonly initialMessages?: readonly ChatMessage[] | undefined;
  /** The outside world: WebSocket, fetch, clock, random, environment, logger. Default: the platform's own. */
  readonly runtime?: Partial<Runtime> | undefined;
}
