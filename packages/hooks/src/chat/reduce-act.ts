import type { ChatAction, StepContext } from './chat-action.ts';
import type { ChatError } from './chat-error.ts';
import type { ChatMessage, Delivery } from './chat-message.ts';
import type { Conversation } from './conversation.ts';
import { appendMessage, findMessage, removeMessage, updateMessage } from './message-list.ts';
import {
  closeTurn,
  dequeue,
  enqueue,
  type OpenTurn,
  type OutboxEntry,
  requeue,
  updateTurn,
} from './outbox.ts';
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
      // What comes may still be no answer: the message is acknowledged by what is understood of it.
      return {
        ...conversation,
        outbox: updateTurn(outbox, action.id, { acknowledged: true, heardAt: context.now }),
      };
    case 'act-end':
      return endAct(conversation, action.id);
    case 'act-fail':
      return failAct(conversation, action.id, action.error);
    case 'act-doubt':
      return doubtAct(conversation, action.id, action.error);
    case 'act-requeue':
      return requeueAct(conversation, action.entry);
    case 'connection-lose':
      return loseConnection(conversation, action.error);
    case 'message-discard':
      return discardMessage(conversation, action.messageId);
    case 'message-retry':
      return retryMessage(conversation, action);
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
  const entry = conversation.outbox.queued.find((queued) => queued.id === id);
  const { acknowledges } = conversation.state.capabilities;
  const written = deliver(conversation, entry, acknowledges && opensTurn ? 'sending' : 'sent');
  return { ...written, outbox: dequeue(written.outbox, id, opensTurn ? now : undefined) };
}

/** What is known to have arrived is not written again. */
function requeueAct<Act>(
  conversation: Conversation<Act>,
  entry: OutboxEntry<Act>,
): Conversation<Act> {
  const turn = findTurn(conversation, entry.id);
  if (turn?.acknowledged || turn?.answering) {
    return endAct(conversation, entry.id);
  }
  return {
    ...deliver(conversation, entry, 'queued'),
    outbox: requeue(conversation.outbox, entry),
  };
}

function endAct<Act>(conversation: Conversation<Act>, id: string): Conversation<Act> {
  const turn = findTurn(conversation, id);
  if (!turn) {
    return conversation;
  }
  const ended = deliver(conversation, turn.entry, 'acknowledged');
  return {
    ...patchState(ended, { activity: null }),
    discarding: null,
    outbox: closeTurn(ended.outbox, id),
  };
}

/**
 * Fails a queued or written act with a reason; its message keeps its text and offers a retry. One that is known
 * to have arrived did arrive: then it is its answer that failed.
 */
export function failAct<Act>(
  conversation: Conversation<Act>,
  id: string,
  error: ChatError,
): Conversation<Act> {
  const entry =
    conversation.outbox.queued.find((queued) => queued.id === id) ??
    findTurn(conversation, id)?.entry;
  const failed = deliver(conversation, entry, 'failed', error);
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
  const turn = findTurn(conversation, id);
  if (!turn) {
    return conversation;
  }
  const doubted = loseTurn(conversation, turn, error);
  return {
    ...patchState(doubted, { activity: null, error }),
    discarding: null,
    outbox: closeTurn(doubted.outbox, id),
  };
}

/** What was received stays received; what nobody knows of becomes unconfirmed. */
export function loseConnection<Act>(
  conversation: Conversation<Act>,
  error: ChatError,
): Conversation<Act> {
  const { outbox } = conversation;
  const lost = outbox.open.reduce(
    (next, turn) => loseTurn(next, turn, error),
    interruptDrafts(conversation),
  );
  return {
    ...patchState(lost, { activity: null }),
    discarding: null,
    outbox: outbox.open.length === 0 ? outbox : { ...outbox, open: [] },
  };
}

/** Only what is not under way can be sent again, and only what is there. */
function retryMessage<Act>(
  conversation: Conversation<Act>,
  { messageId, entry }: Extract<ActAction<Act>, { type: 'message-retry' }>,
): Conversation<Act> {
  const messages = updateMessage(conversation.state.messages, messageId, (message) =>
    message.delivery === 'unconfirmed' || message.delivery === 'failed'
      ? withDelivery(message, 'queued', undefined)
      : message,
  );
  return messages === conversation.state.messages
    ? conversation
    : {
        ...patchState(conversation, { messages, error: null }),
        outbox: enqueue(conversation.outbox, entry, 'last'),
      };
}

function discardMessage<Act>(
  conversation: Conversation<Act>,
  messageId: string,
): Conversation<Act> {
  const { outbox, state } = conversation;
  const delivery = findMessage(state.messages, messageId)?.delivery;
  if (delivery !== 'queued' && delivery !== 'unconfirmed' && delivery !== 'failed') {
    return conversation;
  }
  const queued = outbox.queued.filter((entry) => entry.messageId !== messageId);
  return {
    ...patchState(conversation, { messages: removeMessage(state.messages, messageId) }),
    outbox: queued.length === outbox.queued.length ? outbox : { ...outbox, queued },
  };
}

function loseTurn<Act>(
  conversation: Conversation<Act>,
  turn: OpenTurn<Act>,
  error: ChatError,
): Conversation<Act> {
  return turn.acknowledged
    ? deliver(conversation, turn.entry, 'acknowledged')
    : deliver(conversation, turn.entry, 'unconfirmed', error);
}

function findTurn<Act>(conversation: Conversation<Act>, id: string): OpenTurn<Act> | undefined {
  return conversation.outbox.open.find((turn) => turn.entry.id === id);
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
  return patchState(conversation, {
    messages: updateMessage(conversation.state.messages, entry.messageId, (message) =>
      message.delivery === 'acknowledged' ? message : withDelivery(message, delivery, error),
    ),
  });
}

function withDelivery(
  { error: _error, ...message }: ChatMessage,
  delivery: Delivery,
  error: ChatError | undefined,
): ChatMessage {
  return { ...message, delivery, ...(error && { error }) };
}
