import type { StepContext } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import { type ChatMessage, messageText } from './chat-message.ts';
import type { HandoffState } from './chat-state.ts';
import type { Conversation } from './conversation.ts';
import { type MessageList, updateMessage } from './message-list.ts';
import { closeTurn, type OpenTurn, updateTurn } from './outbox.ts';
import { patchState } from './patch-state.ts';
import { addIncoming, type AnswerEvent, draftFor, findKnown } from './reduce-answer.ts';

/**
 * The oldest turn of this connection with that text, then an unconfirmed message, then one that was sent and
 * owed no answer; else it was another device's.
 */
export function acknowledgeMessage<Act>(
  conversation: Conversation<Act>,
  event: Extract<ChatEvent, { type: 'message-acknowledge' }>,
  context: StepContext,
): Conversation<Act> {
  const { messages } = conversation.state;
  const { serverId } = event.message;
  const known = findKnown(conversation, event.message);
  const turn = conversation.outbox.open.find(
    (candidate) =>
      !candidate.acknowledged &&
      (known ? candidate.entry.messageId === known.id : candidate.entry.text === event.text),
  );
  const messageId = turn
    ? turn.entry.messageId
    : (known ?? findUnanswered(messages, event.text))?.id;
  if (messageId === undefined) {
    return addIncoming(conversation, event.message, context);
  }
  const outbox = turn
    ? updateTurn(conversation.outbox, turn.entry.id, { acknowledged: true, heardAt: context.now })
    : conversation.outbox;
  return {
    ...patchState(conversation, {
      messages: updateMessage(messages, messageId, (message) => acknowledged(message, serverId)),
    }),
    outbox,
  };
}

function findUnanswered(messages: MessageList, text: string): ChatMessage | undefined {
  const equal = messages.filter(
    (message) =>
      (message.delivery === 'unconfirmed' || message.delivery === 'sent') &&
      message.serverId === undefined &&
      messageText(message) === text,
  );
  return equal.find((message) => message.delivery === 'unconfirmed') ?? equal[0];
}

function acknowledged(message: ChatMessage, serverId: string | undefined): ChatMessage {
  const id = serverId ?? message.serverId;
  if (message.delivery === 'acknowledged' && message.serverId === id) {
    return message;
  }
  const { error: _error, ...rest } = message;
  return { ...rest, ...(id !== undefined && { serverId: id }), delivery: 'acknowledged' };
}

/** A platform that acknowledges answers only what it acknowledged: any other answer is another device's. */
function answerable<Act>({ outbox, state }: Conversation<Act>): readonly OpenTurn<Act>[] {
  return outbox.open.filter((turn) => turn.acknowledged || !state.capabilities.acknowledges);
}

/**
 * A first answer frame: the oldest turn that waits for one has it, and with it the proof of receipt. More of
 * an answer that has begun is no other turn's; another start is, and ends the turn of the answer before it.
 */
export function hearAnswer<Act>(
  conversation: Conversation<Act>,
  event: AnswerEvent | Extract<ChatEvent, { type: 'message' }>,
  context: StepContext,
): Conversation<Act> {
  const { drafts, discarding, outbox } = conversation;
  const draft = event.type === 'message' ? undefined : draftFor(conversation, event.key);
  const starts = event.type === 'answer-start';
  if (draft && !starts) {
    return conversation;
  }
  const waiting = answerable(conversation).find((turn) => !turn.answering);
  if (!waiting || ('message' in event && findKnown(conversation, event.message))) {
    return conversation;
  }
  const answering = outbox.open.filter((turn) => turn.answering);
  const supersedes = starts && (draft !== undefined || discarding === 'started');
  if (answering.length > drafts.length && !supersedes) {
    return conversation;
  }
  const over = supersedes ? answering[0] : undefined;
  const next = over ? { ...conversation, outbox: closeTurn(outbox, over.entry.id) } : conversation;
  const heard = patchState(next, { error: null });
  return markReceived(
    {
      ...heard,
      outbox: updateTurn(heard.outbox, waiting.entry.id, {
        answering: true,
        heardAt: context.now,
      }),
    },
    waiting,
  );
}

/** A sign of life that is no answer: progress text, polling. */
export function hearSign<Act>(
  conversation: Conversation<Act>,
  context: StepContext,
): Conversation<Act> {
  const turn = answerable(conversation).find((candidate) => !candidate.answering);
  if (!turn) {
    return conversation;
  }
  const outbox = updateTurn(conversation.outbox, turn.entry.id, {
    acknowledged: true,
    heardAt: context.now,
  });
  return markReceived({ ...conversation, outbox }, turn);
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
      acknowledged(message, undefined),
    ),
  });
}

/** The turn whose answer has begun is over; where none has, the oldest that may have one. */
export function endTurn<Act>(conversation: Conversation<Act>): Conversation<Act> {
  const turns = answerable(conversation);
  const turn = turns.find((candidate) => candidate.answering) ?? turns[0];
  const ended = { ...patchState(conversation, { activity: null }), discarding: null };
  return turn
    ? markReceived({ ...ended, outbox: closeTurn(ended.outbox, turn.entry.id) }, turn)
    : ended;
}

/**
 * A human owes no answer within a time: nothing waits for one any more. What hands over answers the oldest
 * turn; an acknowledgement that is owed is still awaited.
 */
export function changeHandoff<Act>(
  conversation: Conversation<Act>,
  handoff: HandoffState,
): Conversation<Act> {
  const next = patchState(conversation, { handoff });
  if (handoff !== 'agent' || next.outbox.open.length === 0) {
    return next;
  }
  const turns = answerable(next);
  const open = next.outbox.open.filter((turn) => !turns.includes(turn));
  const handed = { ...next, outbox: { ...next.outbox, open } };
  return turns[0] ? markReceived(handed, turns[0]) : handed;
}
