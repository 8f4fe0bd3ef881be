import { createChatError } from '../../chat/chat-error.ts';
import type { ChatEvent } from '../../chat/chat-event.ts';
import type { IncomingMessage, MessagePart } from '../../chat/chat-message.ts';
import { toJsonRecord } from '../json-value.ts';
import type { Outgoing, SessionFacts, UserAct } from '../provider.ts';
import { errorOfFault } from './lexicon-error.ts';
import type { LexiconFault, LexiconFrame, LexiconMedia, LexiconRow } from './protocol.ts';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** What a frame means for the chat whose id is `chatId`; frames of another chat mean nothing. */
export function readLexiconFrame(
  frame: LexiconFrame,
  chatId: string | undefined,
  facts: SessionFacts,
): readonly ChatEvent[] {
  if (frame.event === 'unknown') {
    return [{ type: 'unknown', reason: frame.reason }];
  }
  if (frame.chatId !== undefined && chatId !== undefined && !isSameId(frame.chatId, chatId)) {
    return [{ type: 'unknown', reason: `${frame.event} of another chat` }];
  }
  switch (frame.event) {
    case 'connection_established':
      return [
        {
          type: 'session-update',
          session: {
            id: chatId ?? frame.chatId,
            userId: facts.session.userId ?? frame.userId,
            ...(frame.tenantId !== undefined && {
              data: { ...facts.session.data, tenantId: frame.tenantId },
            }),
          },
        },
        { type: 'session-ready' },
      ];
    case 'user_created':
      return [{ type: 'unknown', reason: 'user_created: the platform met this user first now' }];
    case 'message_received':
      return [
        { type: 'message-acknowledge', text: frame.content, message: messageOf('user', frame) },
      ];
    case 'message_stream_started':
      return [{ type: 'answer-start' }];
    case 'message_stream_token':
      return [{ type: 'answer-delta', text: frame.token }];
    case 'message_stream_ended':
      return readEnd(frame, facts);
    case 'error':
      return [errorEvent(frame.error)];
    default:
      return frame satisfies never;
  }
}

/** An end without content ends the draft as it stands, and is nothing where there is no draft. */
function readEnd(
  frame: Extract<LexiconFrame, { event: 'message_stream_ended' }>,
  facts: SessionFacts,
): readonly ChatEvent[] {
  const isEmpty = !frame.content && !frame.media;
  return [
    ...(frame.content === undefined
      ? [{ type: 'unknown', reason: 'message_stream_ended without content' } as const]
      : []),
    ...(isEmpty && !facts.streaming
      ? []
      : [{ type: 'answer-end', message: messageOf('assistant', frame) } as const]),
    { type: 'turn-end' },
  ];
}

// No error names the message it is about, and one that was too fast may still have arrived: all are said of
// the chat, and a message that goes unacknowledged becomes unconfirmed by its deadline.
function errorEvent(fault: LexiconFault): ChatEvent {
  const error = errorOfFault(fault);
  const isFatal = fault.code === 'AUTH_ERROR' || fault.code === 'CHAT_NOT_FOUND';
  return { type: 'error', error, scope: 'chat', ...(isFatal && { fatal: 'auth' }) };
}

function messageOf(
  role: 'user' | 'assistant',
  frame: {
    readonly messageId: string | undefined;
    readonly content: string | undefined;
    readonly media: LexiconMedia | undefined;
    readonly time: number | undefined;
  },
): IncomingMessage {
  return {
    role,
    serverId: frame.messageId,
    parts: partsOf(frame.content ?? '', frame.media),
    createdAt: frame.time,
  };
}

/** A message of the history, under the same id as on the socket. */
export function messageOfRow(row: LexiconRow): IncomingMessage {
  return {
    role: row.role,
    serverId: row.id,
    parts: partsOf(row.content, row.media),
    createdAt: row.createdAt,
    metadata: row.metadata,
  };
}

function partsOf(text: string, media: LexiconMedia | undefined): readonly MessagePart[] {
  return [
    ...(text === '' ? [] : [{ type: 'text', text } as const]),
    ...(media
      ? [
          {
            type: 'attachment',
            name: fileName(media.url) ?? media.type,
            mediaType: media.type === 'image' ? 'image/*' : undefined,
            url: media.url,
          } as const,
        ]
      : []),
  ];
}

function fileName(url: string): string | undefined {
  const path = url.startsWith('data:') ? '' : (url.split(/[?#]/u, 1)[0] ?? '');
  const name =
    path
      .replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/iu, '')
      .split('/')
      .at(-1) ?? '';
  try {
    return decodeURIComponent(name).slice(0, 200) || undefined;
  } catch {
    return name.slice(0, 200);
  }
}

/** A server writes a UUID in its own case; any other id is compared as it is. */
function isSameId(one: string, other: string): boolean {
  return one === other || (UUID.test(one) && one.toLowerCase() === other.toLowerCase());
}

/** Writes what the user did. `metadata` of the options goes with every message, under the message's own. */
export function writeLexiconAct(
  act: UserAct,
  metadata: Readonly<Record<string, unknown>> | undefined,
): Outgoing {
  switch (act.type) {
    case 'text':
      return writeText(act.text, { ...metadata, ...act.metadata });
    case 'choice':
      return writeText(act.choice.text, { ...metadata });
    default:
      return {
        error: createChatError(
          'unsupported',
          `Lexicon Labs has no request of the kind "${act.type}".`,
        ),
      };
  }
}

function writeText(text: string, metadata: Readonly<Record<string, unknown>>): Outgoing {
  if (text.trim() === '') {
    return { error: createChatError('invalid-message', 'A message needs some text.') };
  }
  const clean = toJsonRecord(metadata);
  if (!clean) {
    return {
      error: createChatError('invalid-message', 'The metadata of this message is not plain JSON.', {
        fix: 'Use strings, finite numbers, booleans, null, arrays and plain objects only.',
      }),
    };
  }
  return { body: { content: text, ...(Object.keys(clean).length > 0 && { metadata: clean }) } };
}
