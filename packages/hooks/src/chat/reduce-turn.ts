import type { AnswerEvent, ChatEvent } from './chat-event.ts';
import type { ChatError } from './chat-error.ts';
import { type ChatMessage, type Delivery, messageText } from './chat-message.ts';
import type { HandoffState } from './chat-state.ts';
import { byKey, forgetEnded, forgetOutlived } from './discarding.ts';
import { addIncoming } from './incoming.ts';
import { changeMessage, findKnown, type MessageList } from './message-list.ts';
import { closeTurn, findTurn, type OpenTurn, proveLoose, updateTurn } from './outbox.ts';
import { REMEMBERED, type Step } from './step.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Says how far a message has got; what has arrived has arrived. */
export function deliver(
  step: Step,
  messageId: string | undefined,
  delivery: Delivery,
  details: Pick<ChatMessage, 'error' | 'serverId'> = {},
): void {
  const arrives = delivery === 'acknowledged';
  changeMessage(step, messageId, (message) => {
    if (message.delivery === 'acknowledged' && !arrives) {
      return message;
    }
    if (message.error === step.error && arrives) {
      step.error = null;
    }
    return { delivery, error: undefined, ...details };
  });
}

/** Ends a turn with what became of its message, and tells whether there was one. What was received stays received. */
export function leaveTurn(
  step: Step,
  id: string | undefined,
  delivery: Delivery,
  error?: ChatError,
): boolean {
  const turn = findTurn(step, id);
  const wasOpen = turn !== undefined && step.open.includes(turn);
  deliver(step, turn?.entry.messageId, delivery, { error });
  closeTurn(step, id);
  if (wasOpen) {
    rest(step);
  }
  return turn !== undefined;
}

/** Nothing more is said for the moment. */
export function rest(step: Step): void {
  step.activity = null;
  forgetEnded(step);
}

/**
 * The oldest turn of this connection with that text, then an unconfirmed message, then one that was sent and
 * owed no answer; else it was another device's.
 */
export function acknowledgeMessage(
  step: Step,
  { text, message }: Extract<ChatEvent, { type: 'message-acknowledge' }>,
): void {
  const waiting = step.open.filter(({ acknowledged }) => !acknowledged);
  const sameText = waiting.find(({ entry }) => entry.text === text);
  const known =
    findKnown(step, message) ?? (sameText ? undefined : findUnanswered(step.messages, text));
  const turn = known ? waiting.find(({ entry }) => entry.messageId === known.id) : sameText;
  if (turn) {
    hearTurn(step, turn, 'acknowledged');
    if (turn.answered) {
      leaveTurn(step, turn.entry.id, 'acknowledged');
    }
  }
  const messageId = turn?.entry.messageId ?? known?.id;
  if (messageId === undefined) {
    addIncoming(step, message);
  } else {
    const { serverId } = message;
    deliver(step, messageId, 'acknowledged', withoutUndefined({ serverId }));
  }
}

function findUnanswered(messages: MessageList, text: string): ChatMessage | undefined {
  const find = (delivery: Delivery) =>
    messages.find(
      (message) =>
        message.delivery === delivery &&
        message.serverId === undefined &&
        messageText(message) === text,
    );
  return find('unconfirmed') ?? find('sent');
}

/** A platform that acknowledges answers only what it acknowledged: any other answer is another device's. */
function answerable({ open, capabilities }: Step): readonly OpenTurn<unknown>[] {
  return open.filter((turn) => turn.acknowledged || !capabilities.acknowledges);
}

function hearTurn(
  step: Step,
  { entry }: OpenTurn<unknown>,
  what: 'acknowledged' | 'answering',
): void {
  updateTurn(step, entry.id, { [what]: true, heardAt: step.now });
  deliver(step, entry.messageId, 'acknowledged');
}

/**
 * A first answer frame: the oldest turn that waits for one has it, and with it the proof of receipt. More of
 * an answer that has begun is no other turn's; another start is, and ends the turn of the answer before it.
 */
export function hearAnswer(
  step: Step,
  event: AnswerEvent | Extract<ChatEvent, { type: 'message' }>,
): void {
  proveLoose(step);
  const isMessage = event.type === 'message';
  const stopped = step.discarding.filter(({ phase }) => phase !== 'unstarted');
  const answers = isMessage ? step.drafts : [...step.drafts, ...stopped];
  const begun = isMessage ? undefined : byKey(answers, event.key);
  const waiting = answerable(step).find((turn) => !turn.answering);
  if (
    !waiting ||
    (begun && event.type !== 'answer-start') ||
    ('message' in event && findKnown(step, event.message))
  ) {
    return;
  }
  const answering = step.open.filter((turn) => turn.answering);
  if (begun) {
    closeTurn(step, answering[0]?.entry.id);
  } else if (answering.length > answers.length) {
    return;
  }
  step.error = null;
  hearTurn(step, waiting, 'answering');
}

/** A sign of life that is no answer: progress text, polling. */
export function hearSign(step: Step): void {
  proveLoose(step);
  const turn = answerable(step).find(({ answering }) => !answering);
  if (turn) {
    hearTurn(step, turn, 'acknowledged');
  }
}

/** The turn whose answer has begun is over; where none has, the oldest that may have one. */
export function endTurn(step: Step, serverId: string | undefined): void {
  if (serverId !== undefined) {
    if (step.ended.includes(serverId)) {
      return;
    }
    step.ended = [...step.ended, serverId].slice(-REMEMBERED);
  }
  const turns = answerable(step);
  const turn = turns.find(({ answering }) => answering) ?? turns[0];
  if (!turn) {
    updateTurn(step, step.open[0]?.entry.id, { answered: true });
  }
  leaveTurn(step, turn?.entry.id, 'acknowledged');
  rest(step);
  forgetOutlived(step);
}

/**
 * A human owes no answer within a time: nothing waits for one any more. What hands over answers the oldest
 * turn; an acknowledgement that is owed is still awaited.
 */
export function changeHandoff(step: Step, handoff: HandoffState): void {
  step.handoff = handoff;
  // Whoever is asked for is still to come while the machine speaks.
  step.asked = handoff === 'bot' ? step.asked : undefined;
  if (handoff === 'agent') {
    const turns = answerable(step);
    deliver(step, turns[0]?.entry.messageId, 'acknowledged');
    step.open = step.open.filter((turn) => !turns.includes(turn));
    step.loose = [...step.loose, ...turns.slice(1)];
  }
}
