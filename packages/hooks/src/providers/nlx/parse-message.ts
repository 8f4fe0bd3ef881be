import {
  type JsonRecord,
  isRecord,
  readArray,
  readField,
  readId,
  readRecord,
  readString,
  toJsonRecord,
} from '../json-value.ts';
import { type NlxSource, parseSources } from './sources.ts';

/** More than any conversation shows at once; the rest is dropped and reported. */
const MAX_MESSAGES = 100;
const MAX_CHOICES = 100;

export interface NlxChoice {
  readonly choiceId: string;
  readonly choiceText: string;
  /** Any JSON. */
  readonly choicePayload?: unknown;
}

export interface NlxMessage {
  readonly messageId: string | undefined;
  readonly nodeId: string | undefined;
  readonly text: string;
  /** `text` where the platform says nothing else. */
  readonly type: string | undefined;
  readonly choices: readonly NlxChoice[];
  readonly choicesMetadata: JsonRecord | undefined;
  readonly sources: readonly NlxSource[];
  readonly intentId: string | undefined;
  /** What else its metadata holds. */
  readonly metadata: JsonRecord | undefined;
}

/** Reads the messages of an answer; what cannot be one is skipped and said in `problems`. */
export function parseMessages(record: JsonRecord, problems: string[]): readonly NlxMessage[] {
  const value = readField(record, 'messages');
  if (value !== undefined && value !== null && !Array.isArray(value)) {
    problems.push('messages is not an array');
  }
  if (Array.isArray(value) && value.length > MAX_MESSAGES) {
    problems.push(`more than ${MAX_MESSAGES} messages in one answer`);
  }
  return readArray(record, 'messages', MAX_MESSAGES).flatMap((item, index) => {
    const message = parseMessage(item, problems);
    if (!message) {
      problems.push(`messages[${index}] has nothing to show`);
    }
    return message ? [message] : [];
  });
}

/** Reads one message; undefined where there is nothing to show. */
export function parseMessage(value: unknown, problems: string[]): NlxMessage | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const text = readString(value, 'text') ?? '';
  const choices = parseChoices(value, problems);
  const metadata = readRecord(value, 'metadata');
  const sources = metadata ? parseSources(metadata) : [];
  if (text === '' && choices.length === 0 && sources.length === 0) {
    return undefined;
  }
  const { sources: _sources, intentId: _intentId, ...rest } = metadata ?? {};
  const kept = toJsonRecord(rest);
  return {
    messageId: readId(value, 'messageId'),
    nodeId: readId(value, 'nodeId'),
    text,
    type: readString(value, 'type'),
    choices,
    choicesMetadata: toJsonRecord(readRecord(value, 'choicesMetadata')),
    sources,
    intentId: metadata && readId(metadata, 'intentId'),
    metadata: kept && Object.keys(kept).length > 0 ? kept : undefined,
  };
}

function parseChoices(record: JsonRecord, problems: string[]): readonly NlxChoice[] {
  const value = readField(record, 'choices');
  if (Array.isArray(value) && value.length > MAX_CHOICES) {
    problems.push(`more than ${MAX_CHOICES} choices in one message`);
  }
  const seen = new Set<string>();
  return readArray(record, 'choices', MAX_CHOICES).flatMap((item) => {
    const choiceId = isRecord(item) ? readId(item, 'choiceId') : undefined;
    if (!isRecord(item) || choiceId === undefined || seen.has(choiceId)) {
      problems.push('a choice without an id of its own');
      return [];
    }
    seen.add(choiceId);
    const choiceText = readString(item, 'choiceText') || choiceId;
    // A value that JSON cannot repeat is no payload.
    const payload = toJsonRecord({ choicePayload: readField(item, 'choicePayload') });
    return [{ choiceId, choiceText, ...payload }];
  });
}
