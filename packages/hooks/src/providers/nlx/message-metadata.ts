import type { JsonRecord } from '../json-value.ts';

/**
 * What a message of NLX carries in `metadata`, each field where the platform says it. What is said of a whole
 * answer stands on its last message.
 */
export type NlxMessageMetadata = {
  readonly nodeId?: string | undefined;
  readonly intentId?: string | undefined;
  /** The platform's kind of message, where it is not `text`. */
  readonly messageType?: string | undefined;
  readonly choicesMetadata?: JsonRecord | undefined;
  /** The message's own metadata, without its sources. */
  readonly message?: JsonRecord | undefined;
  readonly payload?: JsonRecord | string | undefined;
  readonly context?: JsonRecord | undefined;
  readonly modalities?: readonly string[] | undefined;
  /** Where `sendFeedback` goes. Absent: this message takes none. */
  readonly feedbackUrl?: string | undefined;
  /** As the platform sent it. Absent with a `feedbackUrl`: ratings are 1, -1, and 0 to take one back. */
  readonly feedbackConfig?: JsonRecord | undefined;
  readonly escalation?: boolean | undefined;
  readonly escalationChannel?: JsonRecord | undefined;
  readonly frustration?: boolean | undefined;
  readonly incomprehension?: boolean | undefined;
  readonly isGenerative?: boolean | undefined;
  readonly multimodalEnabled?: boolean | undefined;
  /** The platform asks for no typed answer to this. */
  readonly inputDisabled?: boolean | undefined;
};
