import type { Conversation, ConversationChange } from './conversation.ts';
import type { NlxChoice, NlxMetadata, NlxResponse, NlxSource } from './response.ts';
import type { Say } from './say.ts';

/** A message before it has its identifiers. */
export interface DraftMessage {
  readonly text: string;
  readonly choices?: readonly NlxChoice[] | undefined;
  readonly choicesMetadata?: Readonly<Record<string, unknown>> | undefined;
  readonly sources?: readonly NlxSource[] | undefined;
  /** Leaves `messageId`, `nodeId` and `type` out. */
  readonly anonymous?: boolean | undefined;
  /** Uses this identifier, so that a later message can be the same one. */
  readonly messageId?: string | undefined;
}

/** What goes wrong on the wire, because the user asked for it. */
export type Mishap =
  /** HTTP 500, or the gateway's error frame on a socket. */
  | 'server-error'
  /** HTTP 500, or a close with 1011. */
  | 'crash'
  /** The connection is cut in the middle of the answer. */
  | 'cut'
  /** A stream ends in good order but without its last event. */
  | 'unfinished'
  /** The answer, then a normal close of the socket. */
  | 'goodbye';

/** Something the server says later and unasked, over the socket only. */
export interface DraftPush {
  /** Share of the simulator's latency to wait after the step before. */
  readonly pause: number;
  readonly draft: Draft;
}

/** What to answer, before identifiers, addresses and times are filled in. */
export interface Draft {
  readonly messages: readonly DraftMessage[];
  /** Progress texts; only a stream carries them. */
  readonly interim?: readonly string[] | undefined;
  readonly metadata?: NlxMetadata | undefined;
  readonly modalities?: NlxResponse['modalities'];
  readonly payload?: NlxResponse['payload'];
  /** How much of the response object there is. @default 'full' */
  readonly shape?: 'full' | 'messages-only' | 'nothing' | undefined;
  readonly uploads?:
    | {
        readonly count: number;
        readonly as: 'objects' | 'strings';
        readonly refused?: boolean | undefined;
      }
    | undefined;
  readonly feedback?: 'configured' | 'plain' | undefined;
  readonly expirationAs?: 'iso' | 'ms' | undefined;
  readonly change?: ConversationChange | undefined;
  readonly pushes?: readonly DraftPush[] | undefined;
  /** No frame on the socket; REST gets `messages: []`. */
  readonly silent?: boolean | undefined;
  readonly mishap?: Mishap | undefined;
  /** Share of the simulator's latency to wait before the answer. @default 1 */
  readonly pause?: number | undefined;
}

/** What a topic may look at. */
export interface TopicInput {
  readonly text: string;
  readonly conversation: Conversation;
  readonly say: Say;
  /** Milliseconds since 1970. */
  readonly now: number;
  newId(): string;
}
