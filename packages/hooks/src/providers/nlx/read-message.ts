import type { Choice, IncomingMessage, MessagePart, MessageRole } from '../../chat/chat-message.ts';
import {
  compact,
  type JsonRecord,
  readArray,
  readField,
  readId,
  readRecord,
  readString,
  toJsonRecord,
} from '../json-value.ts';
import type { NlxChoiceData } from './choice-data.ts';
import type { NlxMessageMetadata } from './message-metadata.ts';
import { dedupeSources, parseSources } from './sources.ts';

/** More than any conversation shows at once; the rest is dropped and reported. */
const MAX_ITEMS = 100;

/** Reads the messages of an answer; what cannot be one is skipped and said in `problems`. */
export function readMessages(
  answer: JsonRecord,
  role: MessageRole,
  problems: string[],
): readonly IncomingMessage[] {
  const intentId = readId(readField(answer, 'metadata'), 'intentId');
  return readList(answer, 'messages', 'answer', problems).flatMap((item, index) => {
    const message = readMessage(item, role, intentId, problems);
    if (!message) {
      problems.push(`messages[${index}] has nothing to show`);
    }
    return message ?? [];
  });
}

/** Reads one message; undefined where there is nothing to show. `answerIntentId` is the answer's flow. */
export function readMessage(
  value: unknown,
  role: MessageRole,
  answerIntentId: string | undefined,
  problems: string[],
): IncomingMessage | undefined {
  const text = readString(value, 'text');
  const type = readString(value, 'type');
  const nodeId = readId(value, 'nodeId');
  const own = readRecord(value, 'metadata');
  const intentId = readId(own, 'intentId');
  const choices = readChoices(value, { nodeId, intentId: intentId ?? answerIntentId }, problems);
  const sources = dedupeSources(parseSources(own));
  const parts: MessagePart[] = text ? [{ type: 'text', text }] : [];
  if (choices.length > 0) {
    parts.push({ type: 'choices', choices });
  }
  if (sources.length > 0) {
    parts.push({ type: 'sources', sources });
  }
  const metadata: NlxMessageMetadata = {
    nodeId,
    intentId,
    // The event of a stream has its own name in the same place.
    messageType: type === 'text' || type === 'message' ? undefined : type,
    choicesMetadata: toJsonRecord(readField(value, 'choicesMetadata')),
    message:
      own && compact(toJsonRecord({ ...own, sources: undefined, intentId: undefined }) ?? {}),
  };
  return parts.length > 0
    ? compact({
        serverId: readId(value, 'messageId'),
        role,
        parts,
        metadata: compact(metadata),
        // The address for it is the answer's, and stands on the last of its messages.
        canRate: false,
      })
    : undefined;
}

function readChoices(value: unknown, asked: NlxChoiceData, problems: string[]): readonly Choice[] {
  const seen = new Set<string>();
  return readList(value, 'choices', 'message', problems).flatMap((item) => {
    const id = readId(item, 'choiceId');
    if (!id || seen.has(id)) {
      problems.push('a choice without an id of its own');
      return [];
    }
    seen.add(id);
    // A value that JSON cannot repeat is no payload.
    const { payload } = toJsonRecord({ payload: readField(item, 'choicePayload') }) ?? {};
    const data = compact<NlxChoiceData>({ ...asked, payload }) ?? {};
    return [{ id, text: readString(item, 'choiceText') || id, data }];
  });
}

function readList(
  record: unknown,
  name: string,
  place: string,
  problems: string[],
): readonly unknown[] {
  const value = readField(record, name) ?? [];
  if (!Array.isArray(value)) {
    problems.push(`${name} is not an array`);
  } else if (value.length > MAX_ITEMS) {
    problems.push(`more than ${MAX_ITEMS} ${name} in one ${place}`);
  }
  return readArray(record, name, MAX_ITEMS);
}
