/** What NLX says to a client: one shape for REST, the end of a stream, and every socket frame. */

/** A button under a message. */
export interface NlxChoice {
  readonly choiceId: string;
  readonly choiceText: string;
  readonly choicePayload?: unknown;
}

/** A citation. */
export interface NlxSource {
  readonly fileName?: string | undefined;
  readonly pageNumber?: number | undefined;
  readonly content?: string | undefined;
  readonly presignedUrl?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** One message of an answer. */
export interface NlxMessage {
  readonly messageId?: string | undefined;
  readonly nodeId?: string | undefined;
  readonly text: string;
  readonly type?: string | undefined;
  readonly choices?: readonly NlxChoice[] | undefined;
  readonly choicesMetadata?: Readonly<Record<string, unknown>> | undefined;
  readonly metadata?: { readonly sources?: readonly NlxSource[] | undefined } | undefined;
}

/** Where a file may be put, with the name to mention it by. */
export interface NlxUploadUrl {
  readonly url: string;
  readonly uploadId: string;
}

/** Facts about an answer; every field may be missing. */
export interface NlxMetadata {
  readonly intentId?: string | undefined;
  readonly escalation?: boolean | undefined;
  readonly escalationChannel?: Readonly<Record<string, unknown>> | undefined;
  readonly frustration?: boolean | undefined;
  readonly incomprehension?: boolean | undefined;
  readonly hasPendingDataRequest?: boolean | undefined;
  readonly multimodalEnabled?: boolean | undefined;
  readonly isGenerative?: boolean | undefined;
  readonly uploadUrls?: readonly (string | NlxUploadUrl)[] | undefined;
  readonly feedbackUrl?: string | undefined;
  readonly feedbackConfig?: Readonly<Record<string, unknown>> | undefined;
  readonly sources?: readonly NlxSource[] | undefined;
}

/** A whole answer. Everything but the object itself may be missing. */
export interface NlxResponse {
  readonly messages?: readonly NlxMessage[] | undefined;
  readonly conversationId?: string | undefined;
  readonly expirationTimestamp?: string | number | undefined;
  readonly modalities?: readonly string[] | Readonly<Record<string, unknown>> | undefined;
  readonly payload?: Readonly<Record<string, unknown>> | string | undefined;
  readonly metadata?: NlxMetadata | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}
