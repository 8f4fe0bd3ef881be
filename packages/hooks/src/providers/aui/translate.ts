import { type ChatError, createChatError } from '../../chat/chat-error.ts';
import type { ChatEvent } from '../../chat/chat-event.ts';
import type { IncomingMessage, MessageRole } from '../../chat/chat-message.ts';
import type { Suggestion } from '../../chat/chat-state.ts';
import { toJsonRecord } from '../json-value.ts';
import type { Outgoing, SessionFacts, UserAct } from '../provider.ts';
import { errorOfFault } from './aui-error.ts';
import type { AuiFrame, AuiMessage } from './protocol.ts';

/** Whether a text update holds the text so far (as documented) or only what came since the last. */
export type AuiTextMode = 'cumulative' | 'delta';

const ROLES: Readonly<Record<AuiMessage['sender'], MessageRole>> = {
  user: 'user',
  agent: 'assistant',
  '3p': 'agent',
};

/** What a frame means. */
export function readAuiFrame(
  frame: AuiFrame,
  textMode: AuiTextMode,
  facts: SessionFacts,
): readonly ChatEvent[] {
  switch (frame.kind) {
    case 'error':
      return [readError(errorOfFault(frame.fault))];
    case 'text':
      return [
        {
          type: textMode === 'delta' ? 'answer-delta' : 'answer-snapshot',
          text: frame.text,
          key: frame.key,
        },
      ];
    case 'final':
      return readFinal(frame.message, frame.key, facts);
    case 'unknown':
      return [{ type: 'unknown', reason: frame.reason }];
    default:
      return frame satisfies never;
  }
}

// One turn is in flight, so an error is about it; whether the socket survives, the close tells. Not so for a
// key: it is refused for good, and the close that follows may take its time.
function readError(error: ChatError): ChatEvent {
  const isRefused = error.code === 'unauthorized';
  return { type: 'error', error, scope: 'message', ...(isRefused && { fatal: 'auth' }) };
}

function readFinal(
  final: AuiMessage,
  key: string | undefined,
  facts: SessionFacts,
): readonly ChatEvent[] {
  const message = messageOfAui(final);
  if (final.sender === 'user') {
    return [{ type: 'message-acknowledge', text: final.text, message }];
  }
  const end: readonly ChatEvent[] = [
    { type: 'answer-end', message, key },
    { type: 'turn-end' },
    { type: 'suggestions', suggestions: suggestionsOf(final.suggestions, final.id) },
  ];
  return [...readSpeaker(final.sender, facts), ...end];
}

/** Nothing announces a human or the agent's return: who speaks is who has the conversation. */
function readSpeaker(sender: 'agent' | '3p', facts: SessionFacts): readonly ChatEvent[] {
  const handoff = sender === '3p' ? 'agent' : 'bot';
  return facts.handoff === handoff || (handoff === 'bot' && facts.handoff !== 'agent')
    ? []
    : [{ type: 'handoff', handoff }];
}

/** A message of the socket or of the history, under the same id. */
export function messageOfAui(message: AuiMessage): IncomingMessage {
  return {
    role: ROLES[message.sender],
    serverId: message.id,
    author:
      message.sender === '3p' && message.senderId !== undefined
        ? { id: message.senderId }
        : undefined,
    parts: [
      ...(message.text === '' ? [] : [{ type: 'text', text: message.text } as const]),
      ...(message.cards.length === 0 ? [] : [{ type: 'cards', cards: message.cards } as const]),
    ],
    createdAt: message.createdAt,
  };
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
  context: Readonly<Record<string, unknown>>,
): Outgoing {
  switch (act.type) {
    case 'text':
      return writeText(act.text, taskId, context);
    case 'choice':
      return writeText(act.choice.text, taskId, context);
    default:
      return {
        error: createChatError('unsupported', `AUI has no request of the kind "${act.type}".`),
      };
  }
}

function writeText(
  text: string,
  taskId: string | undefined,
  context: Readonly<Record<string, unknown>>,
): Outgoing {
  if (taskId === undefined || taskId === '') {
    return { error: createChatError('not-found', 'There is no task to send this message to.') };
  }
  if (text.trim() === '') {
    return { error: createChatError('invalid-message', 'A message needs some text.') };
  }
  const clean = toJsonRecord(context);
  if (!clean) {
    return {
      error: createChatError('invalid-message', 'The context of this message is not plain JSON.', {
        fix: 'Use strings, finite numbers, booleans, null, arrays and plain objects only.',
      }),
    };
  }
  return {
    body: { task_id: taskId, text, ...(Object.keys(clean).length > 0 && { context: clean }) },
  };
}
