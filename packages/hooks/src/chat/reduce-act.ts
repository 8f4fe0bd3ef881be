import type { ChatAction, StepContext } from './chat-action.ts';
import type { ChatError } from './chat-error.ts';
import type { ChatMessage, Delivery } from './chat-message.ts';
import type { Conversation } from './conversation.ts';
import { appendMessage, removeMessage, updateMessage } from './message-list.ts';
import { closeTurn, dequeue, enqueue, type OutboxEntry, requeue, updateTurn } from './outbox.ts';
import { patchState } from './patch-state.ts';
import { interruptDrafts } from './reduce-answer.ts';

export type ActAction<Act> = Extract<
  ChatAction<Act>,
  {
    type:
      | 'act-compose'
      | 'act-write'
      | 'act-accept'
      | 'act-end'
      | 'act-fail'
      | 'act-doubt'
      | 'act-requeue'
      | 'connection-lose'
      | 'message-discard'
      | 'message-retry';
  }
>;

/** The life of what the user did: composed, written, and then one of several ends. */
export function reduceAct<Act>(
  conversation: Conversation<Act>,
  action: ActAction<Act>,
  context: StepContext,
): Conversation<Act> {
  const { outbox } = conversation;
  switch (action.type) {
    case 'act-compose':
      return composeAct(conversation, action);
    case 'act-write':
      return writeAct(conversation, action.id, action.opensTurn, context.now);
    case 'act-accept':
      return {
        ...deliver(conversation, findEntry(conversation, action.id), 'acknowledged'),
        outbox: updateTurn(outbox, action.id, { acknowledged: true, heardAt: context.now }),
      };
    case 'act-end':
      return endAct(conversation, action.id);
    case 'act-fail':
      return failAct(conversation, action.id, action.error);
    case 'act-doubt':
      return doubtAct(conversation, action.id, action.error);
    case 'act-requeue':
      return {
        ...deliver(conversation, action.entry, 'queued'),
        outbox: requeue(outbox, action.entry),
      };
    case 'connection-lose':
      return loseConnection(conversation, action.error);
    case 'message-discard':
      return discardMessage(conversation, action.messageId);
    case 'message-retry': {
      const retried = patchState(discardEntry(conversation, action.messageId), {
        messages: updateMessage(
          conversation.state.messages,
          action.messageId,
          ({ error: _error, ...message }) => ({ ...message, delivery: 'queued' }),
        ),
        error: null,
      });
      return { ...retried, outbox: enqueue(retried.outbox, action.entry, 'last') };
    }
    default:
      return action satisfies never;
  }
}

function composeAct<Act>(
  conversation: Conversation<Act>,
  action: Extract<ActAction<Act>, { type: 'act-compose' }>,
): Conversation<Act> {
  const { state, maxMessages } = conversation;
  const next = {
    ...conversation,
    outbox: enqueue(conversation.outbox, action.entry, action.place ?? 'last'),
  };
  return action.message
    ? patchState(next, {
        messages: appendMessage(state.messages, action.message, maxMessages),
        suggestions: [],
        error: null,
      })
    : next;
}

function writeAct<Act>(
  conversation: Conversation<Act>,
  id: string,
  opensTurn: boolean,
  now: number,
): Conversation<Act> {
  const entry = findEntry(conversation, id);
  const { acknowledges } = conversation.state.capabilities;
  const written = deliver(conversation, entry, acknowledges && opensTurn ? 'sending' : 'sent');
  return { ...written, outbox: dequeue(written.outbox, id, opensTurn ? now : undefined) };
}

function endAct<Act>(conversation: Conversation<Act>, id: string): Conversation<Act> {
  const isOpen = conversation.outbox.open.some((turn) => turn.entry.id === id);
  if (!isOpen) {
    return conversation;
  }
  const ended = deliver(conversation, findEntry(conversation, id), 'acknowledged');
  return {
    ...patchState(ended, { activity: null }),
    discarding: null,
    outbox: closeTurn(ended.outbox, id),
  };
}

/** Fails a queued or written act with a reason; its message keeps its text and offers a retry. */
export function failAct<Act>(
  conversation: Conversation<Act>,
  id: string,
  error: ChatError,
): Conversation<Act> {
  const failed = deliver(conversation, findEntry(conversation, id), 'failed', error);
  return {
    ...patchState(failed, { activity: null, error }),
    discarding: null,
    outbox: closeTurn(dequeue(failed.outbox, id, undefined), id),
  };
}

function doubtAct<Act>(
  conversation: Conversation<Act>,
  id: string,
  error: ChatError,
): Conversation<Act> {
  const turn = conversation.outbox.open.find((candidate) => candidate.entry.id === id);
  if (!turn) {
    return conversation;
  }
  const doubted = deliver(conversation, turn.entry, 'unconfirmed', error);
  return {
    ...patchState(doubted, { activity: null, error }),
    discarding: null,
    outbox: closeTurn(doubted.outbox, id),
  };
}

/** What was received stays received; what nobody knows of becomes unconfirmed. */
function loseConnection<Act>(conversation: Conversation<Act>, error: ChatError): Conversation<Act> {
  if (
    conversation.outbox.open.length === 0 &&
    conversation.drafts.length === 0 &&
    conversation.discarding === null &&
    conversation.state.activity === null
  ) {
    return conversation;
  }
  const lost = conversation.outbox.open
    .filter((turn) => !turn.acknowledged && !turn.answering)
    .reduce(
      (next, turn) => deliver(next, turn.entry, 'unconfirmed', error),
      interruptDrafts(conversation),
    );
  return {
    ...patchState(lost, { activity: null }),
    discarding: null,
    outbox: { ...lost.outbox, open: [] },
  };
}

function discardMessage<Act>(
  conversation: Conversation<Act>,
  messageId: string,
): Conversation<Act> {
  const rest = discardEntry(conversation, messageId);
  return patchState(rest, { messages: removeMessage(rest.state.messages, messageId) });
}

function discardEntry<Act>(conversation: Conversation<Act>, messageId: string): Conversation<Act> {
  const queued = conversation.outbox.queued.filter((entry) => entry.messageId !== messageId);
  return { ...conversation, outbox: { ...conversation.outbox, queued } };
}

function findEntry<Act>(conversation: Conversation<Act>, id: string): OutboxEntry<Act> | undefined {
  const { queued, open } = conversation.outbox;
  return (
    queued.find((entry) => entry.id === id) ?? open.find((turn) => turn.entry.id === id)?.entry
  );
}

function deliver<Act>(
  conversation: Conversation<Act>,
  entry: OutboxEntry<Act> | undefined,
  delivery: Delivery,
  error?: ChatError,
): Conversation<Act> {
  if (entry?.messageId === undefined) {
    return conversation;
  }
  const change = ({ error: _error, ...message }: ChatMessage): ChatMessage => ({
    ...message,
    delivery,
    ...(error && { error }),
  });
  return patchState(conversation, {
    messages: updateMessage(conversation.state.messages, entry.messageId, change),
  });
}
