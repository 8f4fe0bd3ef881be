import type { AnswerEvent, ChatEvent } from './chat-event.ts';
import { type ChatMessage, messageText } from './chat-message.ts';
import type { HandoffState } from './chat-state.ts';
import { byKey, discardingAfter, stoppedAnswers } from './discarding.ts';
import { addIncoming } from './incoming.ts';
import { findKnown, type MessageList, updateMessage } from './message-list.ts';
import { closeTurn, type OpenTurn, updateTurn } from './outbox.ts';
import type { Step } from './step.ts';

/** How many ended answers are remembered: far more than can be under way or be said again. */
const ENDED = 100;

/**
 * The oldest turn of this connection with that text, then an unconfirmed message, then one that was sent and
 * owed no answer; else it was another device's.
 */
export function acknowledgeMessage(
  step: Step,
  { text, message }: Extract<ChatEvent, { type: 'message-acknowledge' }>,
): void {
  const known = findKnown(step.messages, message);
  const turn = step.outbox.open.find(
    ({ acknowledged, entry }) =>
      !acknowledged && (known ? entry.messageId === known.id : entry.text === text),
  );
  if (turn) {
    hearTurn(step, turn, { acknowledged: true });
  }
  const messageId = turn?.entry.messageId ?? (known ?? findUnanswered(step.messages, text))?.id;
  if (messageId === undefined) {
    addIncoming(step, message);
  } else {
    markReceived(step, messageId, message.serverId);
  }
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

function markReceived(step: Step, messageId: string | undefined, serverId?: string): void {
  step.messages = updateMessage(step.messages, messageId, (message) => ({
    serverId: serverId ?? message.serverId,
    delivery: 'acknowledged',
    error: undefined,
  }));
}

/** A platform that acknowledges answers only what it acknowledged: any other answer is another device's. */
function answerable({ outbox, capabilities }: Step): readonly OpenTurn<unknown>[] {
  return outbox.open.filter((turn) => turn.acknowledged || !capabilities.acknowledges);
}

function hearTurn(
  step: Step,
  { entry }: OpenTurn<unknown>,
  change: Partial<Pick<OpenTurn<unknown>, 'acknowledged' | 'answering'>>,
): void {
  step.outbox = updateTurn(step.outbox, entry.id, { ...change, heardAt: step.now });
  markReceived(step, entry.messageId);
}

/**
 * A first answer frame: the oldest turn that waits for one has it, and with it the proof of receipt. More of
 * an answer that has begun is no other turn's; another start is, and ends the turn of the answer before it.
 */
export function hearAnswer(
  step: Step,
  event: AnswerEvent | Extract<ChatEvent, { type: 'message' }>,
): void {
  const isMessage = event.type === 'message';
  const answers = isMessage ? step.drafts : [...step.drafts, ...stoppedAnswers(step)];
  const begun = isMessage ? undefined : byKey(answers, event.key);
  const starts = event.type === 'answer-start';
  const waiting = answerable(step).find((turn) => !turn.answering);
  if (
    !waiting ||
    (begun && !starts) ||
    ('message' in event && findKnown(step.messages, event.message))
  ) {
    return;
  }
  const answering = step.outbox.open.filter((turn) => turn.answering);
  if (answering[0] && begun) {
    step.outbox = closeTurn(step.outbox, answering[0].entry.id);
  } else if (answering.length > answers.length) {
    return;
  }
  step.error = null;
  hearTurn(step, waiting, { answering: true });
}

/** A sign of life that is no answer: progress text, polling. */
export function hearSign(step: Step): void {
  const turn = answerable(step).find(({ answering }) => !answering);
  if (turn) {
    hearTurn(step, turn, { acknowledged: true });
  }
}

/** The turn whose answer has begun is over; where none has, the oldest that may have one. */
export function endTurn(step: Step, serverId: string | undefined): void {
  if (serverId !== undefined) {
    if (step.ended.includes(serverId)) {
      return;
    }
    step.ended = [...step.ended, serverId].slice(-ENDED);
  }
  const turns = answerable(step);
  const turn = turns.find(({ answering }) => answering) ?? turns[0];
  markReceived(step, turn?.entry.messageId);
  leaveTurn(step, turn?.entry.id);
}

/** Nothing more is said in this turn. */
export function leaveTurn(step: Step, id: string | undefined): void {
  step.activity = null;
  step.outbox = closeTurn(step.outbox, id);
  step.discarding = discardingAfter(step);
}

/**
 * A human owes no answer within a time: nothing waits for one any more. What hands over answers the oldest
 * turn; an acknowledgement that is owed is still awaited.
 */
export function changeHandoff(step: Step, handoff: HandoffState): void {
  step.handoff = handoff;
  if (handoff === 'agent') {
    const turns = answerable(step);
    const { queued, open } = step.outbox;
    markReceived(step, turns[0]?.entry.messageId);
    step.outbox = { queued, open: open.filter((turn) => !turns.includes(turn)) };
  }
}
