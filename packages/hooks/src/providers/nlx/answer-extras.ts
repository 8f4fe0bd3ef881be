import type { IncomingMessage, MessagePart, Source } from '../../chat/chat-message.ts';
import {
  compact,
  type JsonRecord,
  parseJson,
  readField,
  readId,
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

/** Adds to the answer's last message what the answer says as a whole. `cited` is in an earlier one. */
export function extendMessage(
  message: IncomingMessage,
  extras: AnswerExtras,
  cited: readonly Source[],
): IncomingMessage {
  const others = message.parts.filter((part) => part.type !== 'sources');
  const sources = dedupeSources([...sourcesOf(message), ...dedupeSources(extras.sources, cited)]);
  return {
    ...message,
    parts: [
      ...others.filter((part) => part.type === 'text'),
      ...extras.parts,
      ...others.filter((part) => part.type !== 'text'),
      ...(sources.length > 0 ? [{ type: 'sources', sources } as const] : []),
    ],
    canRate: Boolean(extras.metadata.feedbackUrl),
    // The message's own node and flow are nearer than the answer's.
    metadata: compact({ ...extras.metadata, ...message.metadata }),
  };
}
