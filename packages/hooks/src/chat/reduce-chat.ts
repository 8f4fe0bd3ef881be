import type { ChatAction, StepContext } from './chat-action.ts';
import type { ChatMessage } from './chat-message.ts';
import type { ChatStatus } from './chat-state.ts';
import type { Conversation } from './conversation.ts';
import { reduceAct, type ActAction } from './reduce-act.ts';
import { addIncoming, interruptDrafts, withoutUndefined } from './reduce-answer.ts';
import { reduceEvent } from './reduce-event.ts';
import { mergeHistory } from './merge-history.ts';
import { updateMessage } from './message-list.ts';
import { patchState } from './patch-state.ts';
import { EMPTY_OUTBOX } from './outbox.ts';
import { isSameValue } from './same-value.ts';

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
  return isUnchanged(after, before) ? before : withStatus(after);
}

function isUnchanged<Act>(after: Conversation<Act>, before: Conversation<Act>): boolean {
  return (
    after.state === before.state &&
    after.outbox === before.outbox &&
    after.drafts === before.drafts &&
    after.discarding === before.discarding &&
    after.finished === before.finished
  );
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
        session: withoutUndefined(action.session),
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
      // A transcript that was cleared in the meantime stays clear.
      if (conversation.state.history.status !== 'loading') {
        return conversation;
      }
      return patchState(conversation, {
        messages: mergeHistory(
          conversation.state.messages,
          action.messages,
          context,
          action.extent,
        ),
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
      return patchState(conversation, { connection: action.connection });
    case 'history-change':
      return patchState(conversation, { history: action.history });
    case 'error-set':
      return patchState(conversation, { error: action.error });
    case 'choice-take':
      return patchState(conversation, {
        messages: updateMessage(messages, action.messageId, (message) =>
          takeChoice(message, action.choiceId),
        ),
      });
    case 'feedback-set':
      return patchState(conversation, {
        messages: updateMessage(messages, action.messageId, (message) =>
          isSameValue(message.feedback, action.feedback)
            ? message
            : { ...message, feedback: action.feedback },
        ),
      });
    default:
      return action satisfies never;
  }
}

/** Marks the choice where it was offered: a message may ask more than one thing. */
function takeChoice(message: ChatMessage, choiceId: string): ChatMessage {
  const parts = message.parts.map((part) =>
    part.type === 'choices' &&
    part.chosenId !== choiceId &&
    part.choices.some((choice) => choice.id === choiceId)
      ? { ...part, chosenId: choiceId }
      : part,
  );
  return parts.every((part, position) => part === message.parts[position])
    ? message
    : { ...message, parts };
}

function stopAnswer<Act>(conversation: Conversation<Act>, discards: boolean): Conversation<Act> {
  const { status } = conversation.state;
  if (status !== 'streaming' && status !== 'submitted') {
    return conversation;
  }
  const { drafts, outbox } = conversation;
  const started = drafts.length > 0 || outbox.open.some((turn) => turn.answering);
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
  const { outbox, state } = conversation;
  const written = new Set(outbox.open.map((turn) => turn.entry.messageId));
  const kept = state.messages.filter(
    (message) =>
      message.state === 'streaming' ||
      message.delivery === 'queued' ||
      message.delivery === 'sending' ||
      (message.delivery === 'sent' && written.has(message.id)),
  );
  return patchState(conversation, {
    messages: kept.length === state.messages.length ? state.messages : kept,
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
  const discarded =
    discarding === null
      ? undefined
      : (outbox.open.find((turn) => turn.answering) ?? outbox.open[0]);
  const awaited = outbox.open.filter((turn) => turn !== discarded);
  if (awaited.length > 0 && state.handoff !== 'agent') {
    return awaited.some((turn) => turn.answering) ? 'streaming' : 'submitted';
  }
  return state.error ? 'error' : 'ready';
}
