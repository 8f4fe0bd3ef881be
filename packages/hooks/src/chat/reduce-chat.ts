import type { ChatAction, StepContext } from './chat-action.ts';
import type { ChatStatus, ConnectionState } from './chat-state.ts';
import type { Conversation } from './conversation.ts';
import { reduceAct, type ActAction } from './reduce-act.ts';
import { addIncoming, interruptDrafts } from './reduce-answer.ts';
import { reduceEvent } from './reduce-event.ts';
import { mergeHistory } from './merge-history.ts';
import { updateMessage } from './message-list.ts';
import { patchState } from './patch-state.ts';
import { EMPTY_OUTBOX } from './outbox.ts';

/**
 * The conversation's one step: pure and total. A step that changes nothing returns the same conversation,
 * so `===` answers whether anything happened.
 */
export function reduceChat<Act>(
  conversation: Conversation<Act>,
  action: ChatAction<Act>,
  context: StepContext,
): Conversation<Act> {
  const before =
    conversation.finished.length > 0 ? { ...conversation, finished: [] } : conversation;
  const after = step(before, action, context);
  return after === before ? before : withStatus(after);
}

function step<Act>(
  conversation: Conversation<Act>,
  action: ChatAction<Act>,
  context: StepContext,
): Conversation<Act> {
  switch (action.type) {
    case 'event':
      return reduceEvent(conversation, action.event, context);
    case 'act-compose':
    case 'act-write':
    case 'act-accept':
    case 'act-end':
    case 'act-fail':
    case 'act-doubt':
    case 'act-requeue':
    case 'connection-lose':
    case 'message-discard':
    case 'message-retry':
      return reduceAct(conversation, action satisfies ActAction<Act>, context);
    case 'answer-stop':
      return stopAnswer(conversation, action.discards);
    case 'session-prepare': {
      const prepared = patchState(conversation, {
        session: action.session,
        suggestions: action.suggestions,
      });
      return action.messages.reduce(
        (next, message) => addIncoming(next, message, context),
        prepared,
      );
    }
    case 'session-reset':
      return resetSession(conversation);
    case 'transcript-clear':
      return clearTranscript(conversation);
    case 'history-merge':
      return patchState(conversation, {
        messages: mergeHistory(conversation.state.messages, action.messages, context),
        history: action.history,
      });
    default:
      return setField(conversation, action);
  }
}

type FieldAction<Act> = Extract<
  ChatAction<Act>,
  {
    type:
      | 'capabilities-change'
      | 'connection-change'
      | 'history-change'
      | 'error-set'
      | 'choice-take'
      | 'feedback-set';
  }
>;

function setField<Act>(
  conversation: Conversation<Act>,
  action: FieldAction<Act>,
): Conversation<Act> {
  const { messages } = conversation.state;
  switch (action.type) {
    case 'capabilities-change':
      return patchState(conversation, { capabilities: action.capabilities });
    case 'connection-change':
      return isSameSituation(conversation.state.connection, action.connection)
        ? conversation
        : patchState(conversation, { connection: action.connection });
    case 'history-change':
      return patchState(conversation, { history: action.history });
    case 'error-set':
      return conversation.state.error === action.error
        ? conversation
        : patchState(conversation, { error: action.error });
    case 'choice-take':
      return patchState(conversation, {
        messages: updateMessage(messages, action.messageId, (message) => ({
          ...message,
          parts: message.parts.map((part) =>
            part.type === 'choices' ? { ...part, chosenId: action.choiceId } : part,
          ),
        })),
      });
    case 'feedback-set':
      return patchState(conversation, {
        messages: updateMessage(messages, action.messageId, (message) => ({
          ...message,
          feedback: action.feedback,
        })),
      });
    default:
      return action satisfies never;
  }
}

/** The situations that carry nothing are the same whenever their names are. */
function isSameSituation(a: ConnectionState, b: ConnectionState): boolean {
  return a === b || (a.status === b.status && Object.keys(a).length === 1);
}

function stopAnswer<Act>(conversation: Conversation<Act>, discards: boolean): Conversation<Act> {
  const { status } = conversation.state;
  if (status !== 'streaming' && status !== 'submitted') {
    return conversation;
  }
  const started = conversation.outbox.open[0]?.answering || conversation.drafts.length > 0;
  return {
    ...interruptDrafts(conversation),
    discarding: discards ? (started ? 'started' : 'unstarted') : null,
  };
}

function resetSession<Act>(conversation: Conversation<Act>): Conversation<Act> {
  const { connection, capabilities } = conversation.state;
  return {
    ...conversation,
    outbox: EMPTY_OUTBOX,
    drafts: [],
    discarding: null,
    state: {
      connection,
      status: 'ready',
      messages: [],
      suggestions: [],
      activity: null,
      handoff: 'bot',
      session: {},
      capabilities,
      history: { status: 'idle', hasMore: capabilities.history },
      error: null,
    },
  };
}

/** What is not yet delivered and what is still growing stays: nothing under way is lost by tidying up. */
function clearTranscript<Act>(conversation: Conversation<Act>): Conversation<Act> {
  return patchState(conversation, {
    messages: conversation.state.messages.filter(
      (message) =>
        message.state === 'streaming' ||
        message.delivery === 'queued' ||
        message.delivery === 'sending',
    ),
    suggestions: [],
    history: { status: 'idle', hasMore: false },
    error: null,
  });
}

function withStatus<Act>(conversation: Conversation<Act>): Conversation<Act> {
  const status = chatStatus(conversation);
  return status === conversation.state.status ? conversation : patchState(conversation, { status });
}

/** What the chat is doing, derived: never set by hand. */
export function chatStatus<Act>(conversation: Conversation<Act>): ChatStatus {
  const { outbox, drafts, discarding, state } = conversation;
  if (drafts.length > 0) {
    return 'streaming';
  }
  if (discarding === null && state.handoff !== 'agent') {
    if (outbox.open.some((turn) => turn.answering)) {
      return 'streaming';
    }
    if (outbox.open.length > 0) {
      return 'submitted';
    }
  }
  return state.error ? 'error' : 'ready';
}
