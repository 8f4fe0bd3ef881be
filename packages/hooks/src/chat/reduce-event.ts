import type { StepContext } from './chat-action.ts';
import { createChatError } from './chat-error.ts';
import type { ChatEvent } from './chat-event.ts';
import type { SessionInfo } from './chat-state.ts';
import type { Conversation } from './conversation.ts';
import { patchState } from './patch-state.ts';
import { failAct, loseConnection } from './reduce-act.ts';
import { addIncoming, interruptDrafts, reduceAnswer, withoutUndefined } from './reduce-answer.ts';
import { acknowledgeMessage, changeHandoff, endTurn, hearAnswer, hearSign } from './reduce-turn.ts';

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
      return reduceAnswer(hearAnswer(conversation, event, context), event, context);
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
  const said = withoutUndefined(session);
  if (!hasChanged) {
    return patchState(conversation, { session: { ...before, ...said } });
  }
  // Nothing of the earlier session holds for this one but whose it is: not its end, not its upload targets.
  const next = patchState(conversation, {
    session: { ...withoutUndefined({ userId: before.userId }), ...said, resumed: false },
    handoff: 'bot',
    suggestions: [],
  });
  return addNotice(
    next,
    'session-changed',
    'This is a new conversation: the earlier one could not be resumed.',
    context,
  );
}

function expireSession<Act>(
  conversation: Conversation<Act>,
  context: StepContext,
): Conversation<Act> {
  const { userId } = conversation.state.session;
  const error = createChatError('expired', 'The conversation ended before an answer came.', {
    retryable: true,
  });
  const expired = patchState(loseConnection(conversation, error), {
    session: userId === undefined ? {} : { userId },
    suggestions: [],
    handoff: 'bot',
  });
  return addNotice(
    expired,
    'session-expired',
    'This conversation has ended. Your next message starts a new one.',
    context,
  );
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
  const heard = hearAnswer(conversation, event, context);
  if (role === 'assistant' && heard.discarding !== null) {
    return heard;
  }
  return addIncoming(patchState(heard, { activity: null }), event.message, context);
}

function reduceError<Act>(
  conversation: Conversation<Act>,
  event: Extract<ChatEvent, { type: 'error' }>,
): Conversation<Act> {
  if (event.scope === 'chat') {
    return patchState(conversation, { error: event.error });
  }
  const { open } = conversation.outbox;
  const turn = open.find((candidate) => !candidate.answering) ?? open[0];
  // An answer that grows is not the one that failed, while another turn has none yet.
  const rest = turn?.answering === false ? conversation : interruptDrafts(conversation);
  return turn
    ? failAct(rest, turn.entry.id, event.error)
    : patchState(rest, { error: event.error });
}
