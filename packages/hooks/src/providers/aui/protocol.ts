/**
 * What AUI's frames and REST bodies say. A socket frame is told apart by its shape, in a fixed order: error,
 * text update, other event, final message, anything else. Only the fields that are used are kept; those of
 * later generations of the API are tolerated. Documented in docs/protocol/aui.md.
 */
import type { Card } from '../../chat/chat-message.ts';
import {
  clip,
  isRecord,
  type JsonRecord,
  readArray,
  readField,
  readFrame,
  readId,
  readRecord,
  readString,
} from '../json-value.ts';
import { parseWireTime } from '../wire-time.ts';
import { type AuiFault, isAuiFault, parseAuiFault } from './fault.ts';
import { readCards } from './cards.ts';

const TEXT_UPDATED = 'thread-message-text-content-updated';
const MAX_SUGGESTIONS = 50;
const MAX_SUGGESTION_LENGTH = 500;
// More than a conversation holds in memory by default.
const MAX_MESSAGES = 1000;

export type AuiFrame =
  | { readonly kind: 'error'; readonly fault: AuiFault }
  /** `text` is the text so far, or a piece of it: the frame does not tell. `key` is the message it belongs to. */
  | { readonly kind: 'text'; readonly text: string; readonly key: string | undefined }
  | { readonly kind: 'final'; readonly message: AuiMessage; readonly key: string | undefined }
  /** Not to be understood; `reason` names what kind of thing it was, never its content. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** A message as the socket ends an answer with it and REST lists it. */
export interface AuiMessage {
  readonly id: string | undefined;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
  /** `3p` is a human. Anything unknown counts as the agent. */
  readonly sender: 'user' | 'agent' | '3p';
  readonly senderId: string | undefined;
  readonly suggestions: readonly string[];
  readonly cards: readonly Card[];
}

/** Reads a frame, as text or as a value already parsed. Total. */
export function parseAuiFrame(input: unknown): AuiFrame {
  const record = readFrame(input);
  if (typeof record === 'string') {
    return unknown(record);
  }
  if (isAuiFault(record)) {
    return { kind: 'error', fault: parseAuiFault(record) };
  }
  const name = eventName(record);
  const data = readRecord(record, 'data');
  if (name === TEXT_UPDATED) {
    const text = data && readString(data, 'text');
    return text === undefined
      ? unknown('text update without text')
      : { kind: 'text', text, key: draftKey(record) };
  }
  if (name !== undefined) {
    return data && isFinal(data) ? finalFrame(data, record) : unknown(`event ${clip(name, 60)}`);
  }
  return isFinal(record) ? finalFrame(record, record) : unknown('neither event nor message');
}

function finalFrame(message: JsonRecord, frame: JsonRecord): AuiFrame {
  return { kind: 'final', message: readMessage(message), key: draftKey(frame) };
}

function eventName(frame: JsonRecord): string | undefined {
  const channel = readRecord(frame, 'channel');
  return (
    readString(frame, 'event') ??
    (channel && (readString(channel, 'event_name') ?? readString(channel, 'eventName')))
  );
}

function draftKey(frame: JsonRecord): string | undefined {
  const scope = readRecord(frame, 'scope');
  const context = scope && readRecord(scope, 'context');
  return context && readId(context, 'message_id');
}

function isFinal(record: JsonRecord): boolean {
  return (
    readString(record, 'text') !== undefined &&
    (readId(record, 'id') !== undefined ||
      readRecord(record, 'sender') !== undefined ||
      readString(record, 'created_at') !== undefined)
  );
}

/** A message of a REST answer; undefined for what is none. */
export function parseAuiMessage(value: unknown): AuiMessage | undefined {
  return isRecord(value) && isFinal(value) ? readMessage(value) : undefined;
}

/** The bare array of a task's messages; undefined when the body is none. */
export function parseAuiMessages(body: unknown): readonly AuiMessage[] | undefined {
  return Array.isArray(body)
    ? body.slice(-MAX_MESSAGES).flatMap((row) => parseAuiMessage(row) ?? [])
    : undefined;
}

function readMessage(record: JsonRecord): AuiMessage {
  const sender = readRecord(record, 'sender');
  const type = sender && readString(sender, 'type');
  return {
    id: readId(record, 'id'),
    text: readString(record, 'text') ?? '',
    createdAt: parseWireTime(readField(record, 'created_at')),
    sender: type === 'user' || type === '3p' ? type : 'agent',
    senderId: sender && readId(sender, 'id'),
    suggestions: readSuggestions(record),
    cards: readCards(record),
  };
}

/** The texts of `followup_suggestions`, which may be null. */
export function readSuggestions(record: JsonRecord): readonly string[] {
  return readArray(record, 'followup_suggestions', MAX_SUGGESTIONS).flatMap((text) =>
    typeof text === 'string' && text.trim() !== '' ? [clip(text, MAX_SUGGESTION_LENGTH)] : [],
  );
}

function unknown(reason: string): AuiFrame {
  return { kind: 'unknown', reason };
}
