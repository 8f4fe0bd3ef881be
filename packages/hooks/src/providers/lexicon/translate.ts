/**
 * What Lexicon Labs' frames and REST rows mean: JSON text frames of one `event_type` each, and messages under
 * other names over REST. Only the fields that are used are read; extra ones are tolerated, missing ones too
 * where a meaning is left. Documented in docs/protocol/lexicon.md.
 */
import type { ChatEvent } from '../../chat/chat-event.ts';
import type { IncomingMessage, MessagePart } from '../../chat/chat-message.ts';
import { lastWord } from '../endpoint-url.ts';
import {
  clip,
  type JsonRecord,
  readField,
  readFrame,
  readId,
  readString,
  toJsonRecord,
} from '../json-value.ts';
import type { Outgoing, SessionFacts, UserAct } from '../provider.ts';
import { writeTextAct } from '../write-text-act.ts';
import { unknown } from '../unknown-event.ts';
import { parseWireTime } from '../wire-time.ts';
import { errorOfEvent, isRefusal } from './lexicon-error.ts';

const MAX_NAME = 200;

const UUID = /^[\da-f-]{36}$/iu;

/** What a frame means for the chat whose id is `chatId`; frames of another chat mean nothing. Total. */
export function readLexiconFrame(
  input: unknown,
  chatId: string | undefined,
  facts: SessionFacts,
): readonly ChatEvent[] {
  const frame = readFrame(input);
  if (typeof frame === 'string') {
    return [unknown(frame)];
  }
  const event = readString(frame, 'event_type');
  const frameChatId = readId(frame, 'chat_id');
  if (!event) {
    return [unknown('no event_type')];
  }
  if (frameChatId && chatId && !isSameId(frameChatId, chatId)) {
    return [unknown(`${clip(event, 60)} of another chat`)];
  }
  const content = readString(frame, 'content');
  switch (event) {
    case 'connection_established':
      return readEstablished(frame, chatId ?? frameChatId, facts);
    case 'message_received':
      return content === undefined
        ? [unknown(`${event} without content`)]
        : [{ type: 'message-acknowledge', text: content, message: liveMessage(frame, 'user') }];
    case 'message_stream_started':
      return [{ type: 'answer-start' }];
    case 'message_stream_token': {
      const text = readString(frame, 'token');
      return [
        text === undefined ? unknown(`${event} without token`) : { type: 'answer-delta', text },
      ];
    }
    case 'message_stream_ended': {
      const message = liveMessage(frame, 'assistant');
      return [
        ...(content === undefined ? [unknown(`${event} without content`)] : []),
        // An end with nothing in it ends the draft as it stands, and is nothing where there is no draft.
        ...(message.parts.length > 0 || facts.streaming
          ? [{ type: 'answer-end', message } as const]
          : []),
        { type: 'turn-end', serverId: message.serverId },
      ];
    }
    case 'error': {
      // No error names the message it is about, and one that was too fast may still have arrived: all are said
      // of the chat, and a message that goes unacknowledged becomes unconfirmed by its deadline.
      const error = errorOfEvent(frame);
      return [{ type: 'error', error, scope: 'chat', ...(isRefusal(error) && { fatal: 'auth' }) }];
    }
    default:
      return [unknown(`event ${clip(event, 60)}`)];
  }
}

function readEstablished(
  frame: JsonRecord,
  id: string | undefined,
  { session }: SessionFacts,
): readonly ChatEvent[] {
  const tenantId = readId(frame, 'tenant_id');
  const userId = session.userId ?? readId(frame, 'user_id');
  const data = tenantId && { data: { ...session.data, tenantId } };
  return [{ type: 'session-update', session: { id, userId, ...data } }, { type: 'session-ready' }];
}

function liveMessage(frame: JsonRecord, role: 'user' | 'assistant'): IncomingMessage {
  return readMessage(frame, role, 'message_id', 'timestamp');
}

/** A message of the history, under the same id as on the socket; undefined for what is none. */
export function historyMessage(row: unknown): IncomingMessage | undefined {
  const role = readString(row, 'sender_role');
  if (role !== 'user' && role !== 'assistant') {
    return undefined;
  }
  const message = readMessage(row, role, 'id', 'created_at');
  const metadata = toJsonRecord(readField(row, 'metadata'));
  return message.parts.length > 0 ? { ...message, metadata } : undefined;
}

function readMessage(
  record: unknown,
  role: 'user' | 'assistant',
  idName: string,
  timeName: string,
): IncomingMessage {
  const text = readString(record, 'content');
  const media = readString(record, 'media_type');
  const url = readString(record, 'media_url');
  const parts: MessagePart[] = text ? [{ type: 'text', text }] : [];
  if (url && (media === 'image' || media === 'file')) {
    parts.push({
      type: 'attachment',
      name: lastWord(url).slice(0, MAX_NAME) || media,
      mediaType: media === 'image' ? 'image/*' : undefined,
      url,
    });
  }
  return {
    role,
    serverId: readId(record, idName),
    parts,
    createdAt: parseWireTime(readField(record, timeName)),
  };
}

/** A server writes a UUID in its own case; any other id is compared as it is. */
function isSameId(one: string, other: string): boolean {
  return one === other || (UUID.test(one) && one.toLowerCase() === other.toLowerCase());
}

/** Writes what the user did. `metadata` of the options goes with every message, under the message's own. */
export function writeLexiconAct(act: UserAct, metadata: JsonRecord | undefined): Outgoing {
  const along = { ...metadata, ...(act.type === 'text' && act.metadata) };
  return writeTextAct(act, 'Lexicon Labs', 'metadata', along, (content, clean) => ({
    content,
    metadata: clean,
  }));
}
