import type {
  FeedbackForm,
  IncomingMessage,
  MessagePart,
  Source,
} from '../../chat/chat-message.ts';
import {
  compact,
  type JsonRecord,
  parseJson,
  readField,
  readId,
  readRecord,
  readWords,
  toJsonRecord,
} from '../json-value.ts';
import type { NlxMessageMetadata } from './message-metadata.ts';
import { modalityPart, parseModalities } from './modalities.ts';
import { dedupeSources, parseSources, readWebAddress, sourcesOf } from './sources.ts';

/** What an answer says beside its messages. */
export interface AnswerExtras {
  readonly parts: readonly MessagePart[];
  readonly sources: readonly Source[];
  readonly metadata: NlxMessageMetadata;
}

/** Reads {@link AnswerExtras}; what cannot be read is said in `problems`. */
export function readExtras(answer: JsonRecord, problems: string[]): AnswerExtras {
  const metadata = readField(answer, 'metadata');
  const given = readField(answer, 'payload');
  // A payload that is text may be JSON all the same.
  const fields = toJsonRecord(
    typeof given === 'string' && given.trimStart().startsWith('{') ? parseJson(given) : given,
  );
  const payload = typeof given === 'string' ? given || undefined : fields;
  const modalities = parseModalities(readField(answer, 'modalities'), fields, problems);
  const flag = (name: string): boolean | undefined => {
    const value = readField(metadata, name);
    return typeof value === 'boolean' ? value : undefined;
  };
  return {
    parts: modalities.map(modalityPart),
    sources: [metadata, readField(fields, 'metadata')].flatMap(parseSources),
    metadata: {
      frustration: flag('frustration'),
      incomprehension: flag('incomprehension'),
      isGenerative: flag('isGenerative'),
      multimodalEnabled: flag('multimodalEnabled'),
      escalation: flag('escalation'),
      intentId: readId(metadata, 'intentId'),
      feedbackUrl: readWebAddress(metadata, 'feedbackUrl'),
      feedbackConfig: toJsonRecord(readField(metadata, 'feedbackConfig')),
      escalationChannel: toJsonRecord(readField(metadata, 'escalationChannel')),
      payload,
      context: toJsonRecord(readField(answer, 'context')),
      modalities: modalities.length > 0 ? modalities.map(({ name }) => name) : undefined,
      inputDisabled: isInputDisabled(given, fields) || undefined,
    },
  };
}

/** `nlx:input-disabled=true`, the vendor's way to ask for no typed answer. */
function isInputDisabled(payload: unknown, fields: JsonRecord | undefined): boolean {
  const value = readField(fields, 'nlx:input-disabled');
  return (
    value === true ||
    value === 'true' ||
    (typeof payload === 'string' && /(?:^|[\s,;&])nlx:input-disabled\s*=\s*true\b/u.test(payload))
  );
}

/** A configured rating of two values, and words, as a view needs them; undefined where none is configured. */
function readFeedbackForm(config: JsonRecord | undefined): FeedbackForm | undefined {
  const scale = readRecord(readRecord(config, 'feedbackType'), 'config');
  const positive = readField(scale, 'positiveValue');
  const negative = readField(scale, 'negativeValue');
  const comments = readField(config, 'commentsEnabled');
  const words = readRecord(config, 'labels');
  const isScale = typeof positive === 'number' && typeof negative === 'number';
  return compact({
    // Two buttons of one value are no choice.
    ...(isScale && positive !== negative && { positive, negative }),
    comments: typeof comments === 'boolean' ? comments : undefined,
    labels: compact({
      positive: readWords(words, 'positive'),
      negative: readWords(words, 'negative'),
      comment: readWords(words, 'comment'),
    }),
  });
}

/** Adds to the answer's last message what the answer says as a whole. `cited` is in an earlier one. */
export function extendMessage(
  message: IncomingMessage,
  extras: AnswerExtras,
  cited: readonly Source[],
): IncomingMessage {
  const others = message.parts.filter((part) => part.type !== 'sources');
  const sources = dedupeSources([...sourcesOf(message), ...dedupeSources(extras.sources, cited)]);
  const { feedbackUrl, feedbackConfig } = extras.metadata;
  return {
    ...message,
    parts: [
      ...others.filter((part) => part.type === 'text'),
      ...extras.parts,
      ...others.filter((part) => part.type !== 'text'),
      ...(sources.length > 0 ? [{ type: 'sources', sources } as const] : []),
    ],
    canRate: Boolean(feedbackUrl),
    feedbackForm: readFeedbackForm(feedbackConfig),
    // The message's own node and flow are nearer than the answer's.
    metadata: compact({ ...extras.metadata, ...message.metadata }),
  };
}
