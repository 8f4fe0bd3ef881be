import type { StepContext } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import { messageText } from './chat-message.ts';
import type { SessionInfo } from './chat-state.ts';
import type { Conversation } from './conversation.ts';
import { findByServerId, updateMessage } from './message-list.ts';
import { closeTurn, type OpenTurn, updateTurn } from './outbox.ts';
import { patchState } from './patch-state.ts';
import { failAct } from './reduce-act.ts';
import { addIncoming, interruptDrafts, reduceAnswer } from './reduce-answer.ts';

/** What a frame did to the conversation. */
export function reduceEvent<Act>(
  conversation: Conversation<Act>,
  event: ChatEvent,
  context: StepContext,
): Conversation<Act> {
  switch (event.type) {
    case 'session-update':
      return updateSession(conversation, event.session, context);
    case 'session-expire':
      return expireSession(conversation, context);
    case 'message-acknowledge':
      return acknowledgeMessage(conversation, event, context);
    case 'message':
      return receiveMessage(conversation, event, context);
    case 'answer-start':
    case 'answer-delta':
    case 'answer-snapshot':
    case 'answer-end':
      return reduceAnswer(hearAnswer(conversation, context), event, context);
    case 'turn-end':
      return endTurn(conversation);
    case 'activity':
      return patchState(hearSign(conversation, context), { activity: event.activity });
    case 'suggestions':
      return patchState(conversation, { suggestions: event.suggestions });
    case 'handoff':
      return changeHandoff(conversation, event.handoff);
    case 'error':
      return reduceError(conversation, event);
    case 'session-ready':
    case 'unknown':
      return conversation;
    default:
      return event satisfies never;
  }
}

/**
 * A platform's own words for what happened to its session. The text is a fallback in English; a view that
 * speaks another language goes by `metadata.notice`.
 */
function addNotice<Act>(
  conversation: Conversation<Act>,
  notice: 'session-changed' | 'session-expired',
  text: string,
  context: StepContext,
): Conversation<Act> {
  const message = {
    role: 'system',
    parts: [{ type: 'text', text }],
    metadata: { notice },
  } as const;
  return addIncoming(conversation, message, context);
}

function updateSession<Act>(
  conversation: Conversation<Act>,
  session: SessionInfo,
  context: StepContext,
): Conversation<Act> {
  const before = conversation.state.session;
  const hasChanged =
    before.id !== undefined && session.id !== undefined && session.id !== before.id;
  const next = patchState(conversation, {
    session: { ...before, ...session, ...(hasChanged && { resumed: false }) },
  });
  return hasChanged
    ? addNotice(
        next,
        'session-changed',
        'This is a new conversation: the earlier one could not be resumed.',
        context,
      )
    : next;
}

function expireSession<Act>(
  conversation: Conversation<Act>,
  context: StepContext,
): Conversation<Act> {
  const { userId } = conversation.state.session;
  const expired = patchState(interruptDrafts(conversation), {
    session: userId === undefined ? {} : { userId },
    suggestions: [],
    activity: null,
    handoff: 'bot',
  });
  return addNotice(
    expired,
    'session-expired',
    'This conversation has ended. Your next message starts a new one.',
    context,
  );
}

/** The oldest turn of this connection with that text, then an unconfirmed message, then another device's. */
function acknowledgeMessage<Act>(
  conversation: Conversation<Act>,
  event: Extract<ChatEvent, { type: 'message-acknowledge' }>,
  context: StepContext,
): Conversation<Act> {
  const { messages } = conversation.state;
  const { serverId } = event.message;
  if (serverId !== undefined && findByServerId(messages, serverId)) {
    return conversation;
  }
  const turn = conversation.outbox.open.find(
    (candidate) => !candidate.acknowledged && candidate.entry.text === event.text,
  );
  const messageId =
    turn?.entry.messageId ??
    messages.find(
      (message) => message.delivery === 'unconfirmed' && messageText(message) === event.text,
    )?.id;
  if (messageId === undefined) {
    return addIncoming(conversation, event.message, context);
  }
  const acknowledged = turn
    ? {
        ...conversation,
        outbox: updateTurn(conversation.outbox, turn.entry.id, {
          acknowledged: true,
          heardAt: context.now,
        }),
      }
    : conversation;
  return patchState(acknowledged, {
    messages: updateMessage(messages, messageId, ({ error: _error, ...message }) => ({
      ...message,
      ...(serverId !== undefined && { serverId }),
      delivery: 'acknowledged',
    })),
  });
}

function receiveMessage<Act>(
  conversation: Conversation<Act>,
  event: Extract<ChatEvent, { type: 'message' }>,
  context: StepContext,
): Conversation<Act> {
  const { role } = event.message;
  if (role === 'user' || role === 'system') {
    return addIncoming(conversation, event.message, context);
  }
  const heard = hearAnswer(conversation, context);
  if (role === 'assistant' && heard.discarding !== null) {
    return heard;
  }
  return addIncoming(patchState(heard, { activity: null }), event.message, context);
}

/** A first answer frame: the oldest turn that waits for one has it, and with it the proof of receipt. */
function hearAnswer<Act>(conversation: Conversation<Act>, context: StepContext): Conversation<Act> {
  const waiting = conversation.outbox.open.filter((turn) => !turn.answering);
  const turn = waiting.find((candidate) => candidate.acknowledged) ?? waiting[0];
  if (!turn || conversation.drafts.length > 0) {
    return conversation;
  }
  const cleared = conversation.state.error
    ? patchState(conversation, { error: null })
    : conversation;
  return acceptTurn(cleared, turn, { answering: true, heardAt: context.now });
}

/** A sign of life that is no answer: progress text, polling. */
function hearSign<Act>(conversation: Conversation<Act>, context: StepContext): Conversation<Act> {
  const turn = conversation.outbox.open.find((candidate) => !candidate.answering);
  return turn ? acceptTurn(conversation, turn, { heardAt: context.now }) : conversation;
}

function acceptTurn<Act>(
  conversation: Conversation<Act>,
  turn: OpenTurn<Act>,
  change: Partial<Pick<OpenTurn<Act>, 'answering' | 'heardAt'>>,
): Conversation<Act> {
  const outbox = updateTurn(conversation.outbox, turn.entry.id, change);
  const isAnother = conversation.state.capabilities.acknowledges && !turn.acknowledged;
  return isAnother ? { ...conversation, outbox } : markReceived({ ...conversation, outbox }, turn);
}

function markReceived<Act>(
  conversation: Conversation<Act>,
  turn: OpenTurn<Act>,
): Conversation<Act> {
  const { messageId } = turn.entry;
  if (messageId === undefined) {
    return conversation;
  }
  return patchState(conversation, {
    messages: updateMessage(conversation.state.messages, messageId, (message) =>
      message.delivery === 'acknowledged' ? message : { ...message, delivery: 'acknowledged' },
    ),
  });
}

function endTurn<Act>(conversation: Conversation<Act>): Conversation<Act> {
  const turn = conversation.outbox.open[0];
  const ended = { ...patchState(conversation, { activity: null }), discarding: null };
  return turn
    ? markReceived({ ...ended, outbox: closeTurn(ended.outbox, turn.entry.id) }, turn)
    : ended;
}

/** A human owes no answer within a time: nothing waits for one any more. */
function changeHandoff<Act>(
  conversation: Conversation<Act>,
  handoff: Conversation['state']['handoff'],
): Conversation<Act> {
  const next = patchState(conversation, { handoff });
  return handoff === 'agent' ? { ...next, outbox: { ...next.outbox, open: [] } } : next;
}

function reduceError<Act>(
  conversation: Conversation<Act>,
  event: Extract<ChatEvent, { type: 'error' }>,
): Conversation<Act> {
  const turn = event.scope === 'message' ? conversation.outbox.open[0] : undefined;
  const interrupted = interruptDrafts(conversation);
  return turn
    ? failAct(interrupted, turn.entry.id, event.error)
    : patchState(event.scope === 'message' ? interrupted : conversation, { error: event.error });
}
