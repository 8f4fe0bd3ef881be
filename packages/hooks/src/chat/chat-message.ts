import type { ChatError } from './chat-error.ts';

/** Who speaks. `agent` is a human, `assistant` a machine. */
export type MessageRole = 'user' | 'assistant' | 'agent' | 'system';

/**
 * How far a user's message has got. `sent` is the end where a platform acknowledges nothing;
 * `unconfirmed` was written to a connection that then died, so nobody knows.
 */
export type Delivery = 'queued' | 'sending' | 'sent' | 'acknowledged' | 'unconfirmed' | 'failed';

/** How far an answer has got. */
export type AnswerState = 'streaming' | 'complete' | 'interrupted';

export interface TextPart {
  readonly type: 'text';
  /** Markdown as the platform wrote it. Hostile: never HTML. */
  readonly text: string;
}

/** One button of a platform's question. */
export interface Choice {
  readonly id: string;
  readonly text: string;
  /** What the platform wants back with the choice, opaque to the client. */
  readonly data?: unknown;
}

export interface ChoicesPart {
  readonly type: 'choices';
  readonly choices: readonly Choice[];
  /** The choice the user took, once taken. */
  readonly chosenId?: string | undefined;
}

/** A document an answer rests on. */
export interface Source {
  readonly title: string;
  readonly url?: string | undefined;
  readonly page?: number | undefined;
  readonly excerpt?: string | undefined;
  /** What else the platform says of it. JSON. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface SourcesPart {
  readonly type: 'sources';
  readonly sources: readonly Source[];
}

/** A product or a result. Attributes keep the platform's order. */
export interface Card {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly body?: string | undefined;
  readonly imageUrl?: string | undefined;
  readonly url?: string | undefined;
  readonly recommended?: boolean | undefined;
  readonly attributes: readonly { readonly label: string; readonly value: string }[];
  /** Buttons on the card. */
  readonly choices?: readonly Choice[] | undefined;
  /** The choice the user took, once taken: on this card or on another of the same part. */
  readonly chosenId?: string | undefined;
}

export interface CardsPart {
  readonly type: 'cards';
  readonly cards: readonly Card[];
}

export interface AttachmentPart {
  readonly type: 'attachment';
  readonly name: string;
  readonly mediaType?: string | undefined;
  readonly url?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
}

/**
 * Anything the common parts do not cover; a renderer by `name` draws it, else it degrades to text. Types of your
 * own, `CustomPart<'seats', Seats>`, say what your platform sends: nothing checks what arrived.
 */
export interface CustomPart<Name extends string = string, Data = unknown> {
  readonly type: 'custom';
  readonly name: Name;
  readonly data: Data;
}

export type MessagePart<Custom extends CustomPart = CustomPart> =
  | TextPart
  | ChoicesPart
  | SourcesPart
  | CardsPart
  | AttachmentPart
  | Custom;

export interface MessageAuthor {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly avatar?: string | undefined;
}

/** What the user thought of a message. */
export interface MessageFeedback {
  readonly rating?: number | undefined;
  readonly comment?: string | undefined;
}

/** How the platform wants one message rated. What it leaves out is up to whoever draws it: 1 and -1, words of its own. */
export interface FeedbackForm {
  /** The rating that says that it helped. There with `negative`. */
  readonly positive?: number | undefined;
  readonly negative?: number | undefined;
  /** Whether it wants a comment as well. @default as the capabilities say */
  readonly comments?: boolean | undefined;
  /** The platform's own words, `comment` for what it asks there. Hostile: never HTML. */
  readonly labels?:
    | { readonly [Name in 'positive' | 'negative' | 'comment']?: string | undefined }
    | undefined;
}

export interface ChatMessage<Custom extends CustomPart = CustomPart> {
  /** Minted at compose or arrival and never changed: a stable React key. */
  readonly id: string;
  /** The platform's own id, once known. */
  readonly serverId?: string | undefined;
  readonly role: MessageRole;
  readonly author?: MessageAuthor | undefined;
  readonly parts: readonly MessagePart<Custom>[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** User messages only. */
  readonly delivery?: Delivery | undefined;
  /** The other roles only. */
  readonly state?: AnswerState | undefined;
  readonly error?: ChatError | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly feedback?: MessageFeedback | undefined;
  /** Whether the platform takes feedback on this very message. @default as the capabilities say */
  readonly canRate?: boolean | undefined;
  readonly feedbackForm?: FeedbackForm | undefined;
}

/** A message as a provider reads it off the wire: the store gives it its id. */
export interface IncomingMessage {
  readonly serverId?: string | undefined;
  readonly role: MessageRole;
  readonly author?: MessageAuthor | undefined;
  readonly parts: readonly MessagePart[];
  /** Milliseconds since the epoch; absent means on arrival. */
  readonly createdAt?: number | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Whether the platform takes feedback on this very message. @default as the capabilities say */
  readonly canRate?: boolean | undefined;
  readonly feedbackForm?: FeedbackForm | undefined;
}

/** The text of a message: its text parts, a blank line between them. */
export function messageText(message: Pick<ChatMessage, 'parts'>): string {
  return message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}
