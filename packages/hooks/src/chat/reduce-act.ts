import type { ChatAction } from './chat-action.ts';
import type { ChatError } from './chat-error.ts';
import type { Delivery } from './chat-message.ts';
import { addMessage } from './incoming.ts';
import { findMessage, removeMessage, updateMessage } from './message-list.ts';
import { dequeue, enqueue, type OpenTurn, requeue, updateTurn } from './outbox.ts';
import { interruptDrafts } from './reduce-answer.ts';
import { leaveTurn } from './reduce-turn.ts';
import type { Step } from './step.ts';

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
export function reduceAct<Act>(step: Step<Act>, action: ActAction<Act>): void {
  switch (action.type) {
    case 'act-compose':
      step.outbox = enqueue(step.outbox, action.entry, action.place ?? 'last');
      if (action.message) {
        addMessage(step, action.message);
        step.suggestions = [];
        step.error = null;
      }
      return;
    case 'act-write':
      writeAct(step, action.id, action.opensTurn);
      return;
    case 'act-accept':
      // What comes may still be no answer: the message is acknowledged by what is understood of it.
      step.outbox = updateTurn(step.outbox, action.id, { acknowledged: true, heardAt: step.now });
      return;
    case 'act-end':
      if (findTurn(step, action.id)) {
        leaveAct(step, action.id, 'acknowledged');
      }
      return;
    case 'act-fail':
      failAct(step, action.id, action.error);
      return;
    case 'act-doubt':
      if (findTurn(step, action.id)) {
        leaveAct(step, action.id, 'unconfirmed', action.error);
        step.error = action.error;
      }
      return;
    case 'act-requeue':
      requeueAct(step, action.entry);
      return;
    case 'connection-lose':
      loseConnection(step, action.error);
      return;
    default:
      reduceMessage(step, action);
  }
}

/** Only what is not under way can be taken back or sent again, and only what is there. */
function reduceMessage<Act>(
  step: Step<Act>,
  action: Extract<ActAction<Act>, { type: 'message-discard' | 'message-retry' }>,
): void {
  const { messageId } = action;
  const delivery = findMessage(step.messages, messageId)?.delivery;
  const isStuck = delivery === 'unconfirmed' || delivery === 'failed';
  if (action.type === 'message-retry') {
    if (isStuck) {
      deliver(step, messageId, 'queued');
      step.error = null;
      step.outbox = enqueue(step.outbox, action.entry, 'last');
    }
  } else if (isStuck || delivery === 'queued') {
    const { queued, open } = step.outbox;
    step.messages = removeMessage(step.messages, messageId);
    step.outbox = { queued: queued.filter((entry) => entry.messageId !== messageId), open };
  }
}

function writeAct(step: Step, id: string, opensTurn: boolean): void {
  const entry = step.outbox.queued.find((queued) => queued.id === id);
  const { acknowledges } = step.capabilities;
  deliver(step, entry?.messageId, acknowledges && opensTurn ? 'sending' : 'sent');
  step.outbox = dequeue(step.outbox, id, opensTurn ? step.now : undefined);
}

/** What is known to have arrived is not written again. */
function requeueAct<Act>(step: Step<Act>, entry: OpenTurn<Act>['entry']): void {
  const turn = findTurn(step, entry.id);
  if (turn?.acknowledged || turn?.answering) {
    leaveAct(step, entry.id, 'acknowledged');
  } else {
    deliver(step, entry.messageId, 'queued');
    step.outbox = requeue(step.outbox, entry);
  }
}

/**
 * Fails a queued or written act with a reason; its message keeps its text and offers a retry. One that is known
 * to have arrived did arrive: then it is its answer that failed.
 */
export function failAct(step: Step, id: string, error: ChatError): void {
  leaveAct(step, id, 'failed', error);
  step.error = error;
}

/** What was received stays received; what nobody knows of becomes unconfirmed. */
export function loseConnection(step: Step, error: ChatError): void {
  interruptDrafts(step);
  step.outbox.open.forEach(({ entry }) => leaveAct(step, entry.id, 'unconfirmed', error));
  step.activity = null;
  step.discarding = null;
}

function findTurn(step: Step, id: string): OpenTurn<unknown> | undefined {
  return step.outbox.open.find((turn) => turn.entry.id === id);
}

/** Ends an act, with what became of its message. */
function leaveAct(step: Step, id: string, delivery: Delivery, error?: ChatError): void {
  const turn = findTurn(step, id);
  const entry = turn?.entry ?? step.outbox.queued.find((queued) => queued.id === id);
  if (turn?.acknowledged && delivery === 'unconfirmed') {
    deliver(step, entry?.messageId, 'acknowledged');
  } else {
    deliver(step, entry?.messageId, delivery, error);
  }
  step.outbox = dequeue(step.outbox, id, undefined);
  leaveTurn(step, id);
}

/** Says how far a message has got; what has arrived has arrived. */
function deliver(
  step: Step,
  messageId: string | undefined,
  delivery: Delivery,
  error?: ChatError,
): void {
  step.messages = updateMessage(step.messages, messageId, (message) =>
    message.delivery === 'acknowledged' ? message : { delivery, error },
  );
}
