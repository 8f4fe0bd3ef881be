import type { IncomingMessage, MessagePart, MessageRole } from '../../chat/chat-message.ts';
import type { JsonRecord } from '../json-value.ts';
import type { NlxChoiceData } from './choice-data.ts';
import { modalityPart } from './modalities.ts';
import type { NlxChoice, NlxMessage } from './parse-message.ts';
import type { NlxResponse } from './parse-response.ts';
import { citations, dedupeSources, type NlxSource } from './sources.ts';

/**
 * What a message of NLX carries in `metadata`, each field where the platform says it. What is said of a whole
 * answer stands on its last message.
 */
export type NlxMessageMetadata = {
  readonly nodeId?: string;
  readonly intentId?: string;
  /** The platform's kind of message, where it is not `text`. */
  readonly messageType?: string;
  readonly choicesMetadata?: JsonRecord;
  /** The message's own metadata, without its sources. */
  readonly message?: JsonRecord;
  readonly payload?: JsonRecord | string;
  readonly context?: JsonRecord;
  readonly modalities?: readonly string[];
  /** Where `sendFeedback` goes. Absent: this message takes none. */
  readonly feedbackUrl?: string;
  /** As the platform sent it. Absent with a `feedbackUrl`: ratings are 1, -1, and 0 to take one back. */
  readonly feedbackConfig?: JsonRecord;
  readonly escalation?: boolean;
  readonly escalationChannel?: JsonRecord;
  readonly frustration?: boolean;
  readonly incomprehension?: boolean;
  readonly isGenerative?: boolean;
  readonly multimodalEnabled?: boolean;
  /** The platform asks for no typed answer to this. */
  readonly inputDisabled?: boolean;
};

/** What an answer says beside its messages. */
export interface AnswerExtras {
  readonly parts: readonly MessagePart[];
  readonly sources: readonly NlxSource[];
  readonly metadata: NlxMessageMetadata;
}

/** Reads {@link AnswerExtras}. */
export function answerExtras(response: NlxResponse): AnswerExtras {
  const { metadata, payload, context, modalities, inputDisabled } = response;
  const intentId = metadata?.intentId;
  const feedbackUrl = metadata?.feedbackUrl;
  const feedbackConfig = metadata?.feedbackConfig;
  const escalation = metadata?.escalation;
  const escalationChannel = metadata?.escalationChannel;
  return {
    parts: modalities.map(modalityPart),
    sources: response.sources,
    metadata: {
      ...metadata?.flags,
      ...(intentId !== undefined && { intentId }),
      ...(feedbackUrl !== undefined && { feedbackUrl }),
      ...(feedbackConfig && { feedbackConfig }),
      ...(escalation !== undefined && { escalation }),
      ...(escalationChannel && { escalationChannel }),
      ...(payload !== undefined && { payload }),
      ...(context && { context }),
      ...(modalities.length > 0 && { modalities: modalities.map(({ name }) => name) }),
      ...(inputDisabled && { inputDisabled }),
    },
  };
}

/** One message of the platform as the conversation takes it. `intentId` is the answer's. */
export function answerMessage(
  message: NlxMessage,
  role: MessageRole,
  intentId: string | undefined,
): IncomingMessage {
  const { text, choices, messageId, nodeId, choicesMetadata, type } = message;
  const flow = message.intentId ?? intentId;
  const toChoice = ({ choiceId, choiceText, choicePayload }: NlxChoice) => {
    const data: NlxChoiceData = {
      ...(nodeId !== undefined && { nodeId }),
      ...(flow !== undefined && { intentId: flow }),
      ...(choicePayload !== undefined && { payload: choicePayload }),
    };
    return { id: choiceId, text: choiceText, data };
  };
  const sources = dedupeSources(message.sources);
  const metadata: NlxMessageMetadata = {
    ...(nodeId !== undefined && { nodeId }),
    ...(message.intentId !== undefined && { intentId: message.intentId }),
    ...(type !== undefined && type !== 'text' && { messageType: type }),
    ...(choicesMetadata && { choicesMetadata }),
    ...(message.metadata && { message: message.metadata }),
  };
  return withMetadata(
    {
      ...(messageId !== undefined && { serverId: messageId }),
      role,
      parts: [
        ...(text === '' ? [] : [{ type: 'text', text } as const]),
        ...(choices.length > 0
          ? [{ type: 'choices', choices: choices.map(toChoice) } as const]
          : []),
        ...sourcesParts(sources),
      ],
    },
    metadata,
  );
}

/** Adds to the answer's last message what the answer says as a whole. `cited` is in an earlier one. */
export function extendMessage(
  message: IncomingMessage,
  extras: AnswerExtras,
  cited: ReadonlySet<string>,
): IncomingMessage {
  const own = sourcesOf(message);
  const others = message.parts.filter((part) => part.type !== 'sources');
  const text = others.filter((part) => part.type === 'text');
  const rest = others.filter((part) => part.type !== 'text');
  const sources = dedupeSources([...own, ...dedupeSources(extras.sources, cited)]);
  return withMetadata(
    { ...message, parts: [...text, ...extras.parts, ...rest, ...sourcesParts(sources)] },
    // The message's own node and flow are nearer than the answer's.
    { ...extras.metadata, ...message.metadata },
  );
}

/** A message for an answer that has none: its modalities and citations. Undefined where there are none either. */
export function messageOfExtras(
  extras: AnswerExtras,
  role: MessageRole,
): IncomingMessage | undefined {
  const message = extendMessage({ role, parts: [] }, extras, new Set());
  return message.parts.length > 0 ? message : undefined;
}

/** What the messages cite, for {@link extendMessage}. */
export function citedIn(messages: readonly IncomingMessage[]): ReadonlySet<string> {
  return citations(messages.flatMap(sourcesOf));
}

function sourcesOf(message: IncomingMessage): readonly NlxSource[] {
  return message.parts.flatMap((part) => (part.type === 'sources' ? part.sources : []));
}

function sourcesParts(sources: readonly NlxSource[]): readonly MessagePart[] {
  return sources.length > 0 ? [{ type: 'sources', sources }] : [];
}

function withMetadata(message: IncomingMessage, metadata: NlxMessageMetadata): IncomingMessage {
  return Object.keys(metadata).length > 0 ? { ...message, metadata } : message;
}
