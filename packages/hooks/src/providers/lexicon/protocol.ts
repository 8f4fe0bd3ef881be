/**
 * What Lexicon Labs' frames and REST rows say: JSON text frames of one `event_type` each, and messages
 * under other names over REST. Only the fields that are used are kept; extra ones are tolerated, missing
 * ones too where a meaning is left. Documented in docs/protocol/lexicon.md.
 */
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
  toJsonRecord,
} from '../json-value.ts';
import { parseWireTime } from '../wire-time.ts';

// The platform pages by at most 100; more in one answer is not what it sends.
const MAX_ROWS = 200;

interface FrameFields {
  /** Absent means the socket's own chat. */
  readonly chatId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly time: number | undefined;
}

export type LexiconFrame =
  | (FrameFields & {
      readonly event: 'connection_established';
      readonly userId: string | undefined;
      readonly tenantId: string | undefined;
    })
  | (FrameFields & { readonly event: 'user_created' })
  | (FrameFields & {
      readonly event: 'message_received';
      readonly messageId: string | undefined;
      readonly content: string;
      readonly media: LexiconMedia | undefined;
    })
  | (FrameFields & { readonly event: 'message_stream_started' })
  | (FrameFields & { readonly event: 'message_stream_token'; readonly token: string })
  | (FrameFields & {
      readonly event: 'message_stream_ended';
      readonly messageId: string | undefined;
      readonly content: string | undefined;
      readonly media: LexiconMedia | undefined;
    })
  | (FrameFields & { readonly event: 'error'; readonly error: LexiconFault })
  /** Not to be understood; `reason` names what kind of thing it was, never its content. */
  | { readonly event: 'unknown'; readonly reason: string };

/** An error as the platform words it. */
export interface LexiconFault {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly fix: string | undefined;
}

export interface LexiconMedia {
  readonly type: 'image' | 'file';
  readonly url: string;
}

/** A message as REST lists it. */
export interface LexiconRow {
  readonly id: string | undefined;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly media: LexiconMedia | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
  readonly metadata: JsonRecord | undefined;
}

/** Reads a frame, as text or as a value already parsed. Total. */
export function parseLexiconFrame(input: unknown): LexiconFrame {
  const reading = readFrame(input);
  return reading.record ? parseEvent(reading.record) : unknown(reading.reason);
}

function parseEvent(frame: JsonRecord): LexiconFrame {
  const event = readString(frame, 'event_type');
  const fields: FrameFields = {
    chatId: readId(frame, 'chat_id'),
    time: parseWireTime(readField(frame, 'timestamp')),
  };
  switch (event) {
    case 'connection_established':
      return {
        ...fields,
        event,
        userId: readId(frame, 'user_id'),
        tenantId: readId(frame, 'tenant_id'),
      };
    case 'user_created':
    case 'message_stream_started':
      return { ...fields, event };
    case 'message_received': {
      const content = readString(frame, 'content');
      return content === undefined
        ? unknown('message_received without content')
        : { ...fields, event, content, messageId: readMessageId(frame), media: readMedia(frame) };
    }
    case 'message_stream_token': {
      const token = readString(frame, 'token');
      return token === undefined
        ? unknown('message_stream_token without token')
        : { ...fields, event, token };
    }
    case 'message_stream_ended':
      return {
        ...fields,
        event,
        messageId: readMessageId(frame),
        content: readString(frame, 'content'),
        media: readMedia(frame),
      };
    case 'error':
      return { ...fields, event, error: parseLexiconFault(frame) };
    case undefined:
      return unknown('no event_type');
    default:
      return unknown(`event ${clip(event, 60)}`);
  }
}

/** The error fields of an error event, or of a REST error body in either of the shapes seen. */
export function parseLexiconFault(body: unknown): LexiconFault {
  if (!isRecord(body)) {
    return { code: undefined, message: undefined, fix: undefined };
  }
  const detail = readField(body, 'detail');
  if (isRecord(detail)) {
    return parseLexiconFault({ ...detail, detail: undefined });
  }
  const details = readRecord(body, 'details');
  return {
    code: readShort(body, 'error_code'),
    message: readShort(body, 'error_message') ?? readShort(body, 'detail'),
    fix: details && readShort(details, 'fix'),
  };
}

/** The rows of a page of messages; undefined when the body is no such page. */
export function parseLexiconPage(
  body: unknown,
): { readonly rows: readonly LexiconRow[]; readonly hasMore: boolean } | undefined {
  if (!isRecord(body) || !Array.isArray(readField(body, 'messages'))) {
    return undefined;
  }
  return {
    rows: readArray(body, 'messages', MAX_ROWS).flatMap(parseRow),
    hasMore: readField(body, 'has_more') === true,
  };
}

function parseRow(row: unknown): readonly LexiconRow[] {
  if (!isRecord(row)) {
    return [];
  }
  const role = readString(row, 'sender_role');
  const content = readString(row, 'content') ?? '';
  const media = readMedia(row);
  if ((role !== 'user' && role !== 'assistant') || (content === '' && !media)) {
    return [];
  }
  return [
    {
      id: readId(row, 'id'),
      role,
      content,
      media,
      createdAt: parseWireTime(readField(row, 'created_at')),
      metadata: toJsonRecord(readField(row, 'metadata')),
    },
  ];
}

function readMedia(record: JsonRecord): LexiconMedia | undefined {
  const type = readString(record, 'media_type');
  const url = readString(record, 'media_url');
  return (type === 'image' || type === 'file') && url ? { type, url } : undefined;
}

function readMessageId(frame: JsonRecord): string | undefined {
  return readId(frame, 'message_id');
}

/** Words for a person: a server that reflects a page into them is cut short. */
function readShort(record: JsonRecord, name: string): string | undefined {
  const text = readString(record, name);
  return text === undefined || text.trim() === '' ? undefined : clip(text, 500);
}

function unknown(reason: string): LexiconFrame {
  return { event: 'unknown', reason };
}
