import type { ChatError } from './chat-error.ts';
import type { IncomingMessage } from './chat-message.ts';
import type { Activity, HandoffState, SessionInfo, Suggestion } from './chat-state.ts';

/**
 * What a provider reads out of a frame: the few things that can happen in a conversation, whatever
 * the platform. Names are noun-verb; a lifecycle is start / delta / end.
 */
export type ChatEvent =
  /** The session is usable from here on. */
  | { readonly type: 'session-ready' }
  /** Facts about the session. With another `id` than before, the session has changed: the store says so. */
  | { readonly type: 'session-update'; readonly session: SessionInfo }
  /** The session is over: the transcript stays, the next message starts another. */
  | { readonly type: 'session-expire' }
  /** The platform has this text. No client id exists, so the text is what is matched. */
  | {
      readonly type: 'message-acknowledge';
      readonly text: string;
      readonly message: IncomingMessage;
    }
  /** A whole message. The same `serverId` twice is one message: the later wins. */
  | { readonly type: 'message'; readonly message: IncomingMessage }
  /** A draft begins. `key` tells drafts apart where a platform can; absent means the only one. */
  | { readonly type: 'answer-start'; readonly key?: string | undefined }
  /** Text to append, exactly as it is. Starts a draft where there is none. */
  | { readonly type: 'answer-delta'; readonly text: string; readonly key?: string | undefined }
  /** The text so far: replaces the draft's text. */
  | { readonly type: 'answer-snapshot'; readonly text: string; readonly key?: string | undefined }
  /** The whole answer, which wins over the draft (an empty one keeps a non-empty draft's text). */
  | {
      readonly type: 'answer-end';
      readonly message: IncomingMessage;
      readonly key?: string | undefined;
    }
  /**
   * The platform has answered the oldest written message: the next may go. `serverId` is that of the answer, where
   * it has one: an answer that is said again, its end included, then ends no other message's turn.
   */
  | { readonly type: 'turn-end'; readonly serverId?: string | undefined }
  | { readonly type: 'activity'; readonly activity: Activity | null }
  | { readonly type: 'suggestions'; readonly suggestions: readonly Suggestion[] }
  | { readonly type: 'handoff'; readonly handoff: HandoffState }
  /**
   * `scope` message: the oldest unanswered message failed. `scope` chat: said of the conversation.
   * `fatal` ends the connection: `auth` may ask once for fresh credentials, `stop` may not. A message that was
   * refused with `auth` was not taken, and waits.
   */
  | {
      readonly type: 'error';
      readonly error: ChatError;
      readonly scope: 'message' | 'chat';
      readonly fatal?: 'auth' | 'stop' | undefined;
    }
  /** Something the notes do not know, reported through `onProtocolEvent` and skipped. */
  | { readonly type: 'unknown'; readonly reason: string };

/** What happens to an answer. */
export type AnswerEvent = Extract<
  ChatEvent,
  { type: 'answer-start' | 'answer-delta' | 'answer-snapshot' | 'answer-end' }
>;
