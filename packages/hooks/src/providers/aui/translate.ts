/**
 * What AUI's frames and REST bodies mean. A socket frame is told apart by its shape, in a fixed order: error,
 * text update, other event, final message, anything else. Only the fields that are used are read; those of
 * later generations of the API are tolerated. Documented in docs/protocol/aui.md.
 */
import type { ChatEvent } from '../../chat/chat-event.ts';
import type { IncomingMessage, MessagePart } from '../../chat/chat-message.ts';
import type { HandoffState, Suggestion } from '../../chat/chat-state.ts';
import {
  clip,
  type JsonRecord,
  readArray,
  readField,
  readFrame,
  readId,
  readRecord,
  readString,
} from '../json-value.ts';
import type { Outgoing, SessionFacts, UserAct } from '../provider.ts';
import { refuse } from '../refuse.ts';
import { writeTextAct } from '../write-text-act.ts';
import { unknown } from '../unknown-event.ts';
import { parseWireTime } from '../wire-time.ts';
import { errorOfFault } from './aui-error.ts';
import { readCards } from './cards.ts';
import { isAuiFault, parseAuiFault } from './fault.ts';

/** Whether a text update holds the text so far (as documented) or only what came since the last. */
export type AuiTextMode = 'cumulative' | 'delta';

const TEXT_UPDATED = 'thread-message-text-content-updated';
const MAX_SUGGESTIONS = 50;
const MAX_SUGGESTION_LENGTH = 500;

/** What a frame means. Total. */
export function readAuiFrame(
  input: unknown,
  textMode: AuiTextMode,
  facts: SessionFacts,
): readonly ChatEvent[] {
  const frame = readFrame(input);
  if (typeof frame === 'string') {
    return [unknown(frame)];
  }
  const taskId = readId(frame, 'task_id') ?? readId(readField(frame, 'data'), 'task_id');
  if (taskId && facts.session.id && taskId !== facts.session.id) {
    return [unknown('a frame of another task')];
  }
  if (isAuiFault(frame)) {
    // One turn is in flight, so an error is about it; whether the socket survives, the close tells. Not so for
    // a key: it is refused for good, and the close that follows may take its time.
    const error = errorOfFault(parseAuiFault(frame));
    const isRefused = error.code === 'unauthorized';
    return [{ type: 'error', error, scope: 'message', ...(isRefused && { fatal: 'auth' }) }];
  }
  const channel = readField(frame, 'channel');
  const name =
    readString(frame, 'event') ??
    readString(channel, 'event_name') ??
    readString(channel, 'eventName');
  const body = name === undefined ? frame : readField(frame, 'data');
  const key = readId(readRecord(readRecord(frame, 'scope'), 'context'), 'message_id');
  if (name === TEXT_UPDATED) {
    const type = textMode === 'delta' ? 'answer-delta' : 'answer-snapshot';
    const text = readString(body, 'text');
    return [text === undefined ? unknown('text update without text') : { type, text, key }];
  }
  if (isMessage(body)) {
    return readFinal(body, key, facts);
  }
  return [unknown(name === undefined ? 'neither event nor message' : `event ${clip(name, 60)}`)];
}

/** Whether it is a message as the socket ends an answer with it and REST lists it. */
function isMessage(body: unknown): body is JsonRecord {
  return (
    readString(body, 'text') !== undefined &&
    (readId(body, 'id') ?? readRecord(body, 'sender') ?? readString(body, 'created_at')) !==
      undefined
  );
}

function readFinal(
  body: JsonRecord,
  key: string | undefined,
  facts: SessionFacts,
): readonly ChatEvent[] {
  const message = readMessage(body);
  if (message.role === 'user') {
    return [{ type: 'message-acknowledge', text: readString(body, 'text') ?? '', message }];
  }
  // Nothing announces a human or the agent's return: who speaks is who has the conversation.
  const handoff: HandoffState = message.role === 'agent' ? 'agent' : 'bot';
  const hasChanged =
    facts.handoff !== handoff && (handoff === 'agent' || facts.handoff === 'agent');
  return [
    ...(hasChanged ? [{ type: 'handoff', handoff } as const] : []),
    { type: 'answer-end', message, key },
    { type: 'turn-end', serverId: message.serverId },
    {
      type: 'suggestions',
      suggestions: suggestionsOf(readSuggestions(body), message.serverId),
    },
  ];
}

/** A message of a REST answer, under the same id as on the socket; undefined for what is none. */
export function parseAuiMessage(row: unknown): IncomingMessage | undefined {
  return isMessage(row) ? readMessage(row) : undefined;
}

function readMessage(body: JsonRecord): IncomingMessage {
  const sender = readField(body, 'sender');
  const type = readString(sender, 'type');
  // `3p` is a human. Anything unknown counts as the agent, which is a machine.
  const role = type === 'user' ? type : type === '3p' ? 'agent' : 'assistant';
  const authorId = role === 'agent' ? readId(sender, 'id') : undefined;
  const text = readString(body, 'text');
  const cards = readCards(body);
  const parts: MessagePart[] = text ? [{ type: 'text', text }] : [];
  if (cards.length > 0) {
    parts.push({ type: 'cards', cards });
  }
  return {
    role,
    serverId: readId(body, 'id'),
    author: authorId ? { id: authorId } : undefined,
    parts,
    createdAt: parseWireTime(readField(body, 'created_at')),
  };
}

/** The texts of `followup_suggestions`, which may be null. */
export function readSuggestions(body: unknown): readonly string[] {
  return readArray(body, 'followup_suggestions', MAX_SUGGESTIONS).flatMap((text) =>
    typeof text === 'string' && text.trim() !== '' ? [clip(text, MAX_SUGGESTION_LENGTH)] : [],
  );
}

/** Suggestions have no ids of their own: the message's and their place make one. */
export function suggestionsOf(
  texts: readonly string[],
  messageId: string | undefined,
): readonly Suggestion[] {
  return texts.map((text, index) => ({ id: `${messageId ?? 'suggestion'}-${index}`, text }));
}

/** Writes what the user did. A suggestion that was taken is its text. */
export function writeAuiAct(
  act: UserAct,
  taskId: string | undefined,
  context: JsonRecord,
): Outgoing {
  return taskId
    ? writeTextAct(act, 'AUI', 'context', context, (text, clean) => ({
        task_id: taskId,
        text,
        context: clean,
      }))
    : refuse('not-found', 'There is no task to send this message to.');
}
