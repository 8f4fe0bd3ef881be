import type { ChatAction } from './chat-action.ts';
import { type ChatError, createChatError } from './chat-error.ts';
import { forgetOutlived, outlive } from './discarding.ts';
import { addMessage, findStuck, removeMessage } from './message-list.ts';
import {
  dequeue,
  enqueue,
  findTurn,
  type OpenTurn,
  type OutboxEntry,
  proveLoose,
  requeue,
  updateTurn,
  writtenTurns,
} from './outbox.ts';
import { interruptDrafts } from './reduce-answer.ts';
import { deliver, leaveTurn, rest } from './reduce-turn.ts';
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
      enqueue(step, action.entry, action.place);
      if (action.message) {
        addMessage(step, action.message);
        step.suggestions = [];
        step.error = null;
      }
      return;
    case 'act-write':
      return writeAct(step, action.id, action.opensTurn);
    case 'act-accept':
      // What comes may still be no answer: the message is acknowledged by what is understood of it.
      return updateTurn(step, action.id, { acknowledged: true, heardAt: step.now });
    case 'act-end':
      leaveTurn(step, action.id, 'acknowledged');
      return;
    case 'act-fail':
      return failAct(step, action.id, action.error);
    case 'act-doubt':
      if (leaveTurn(step, action.id, 'unconfirmed', action.error)) {
        step.error = action.error;
      }
      return;
    case 'act-requeue':
      return requeueAct(step, action.entry);
    case 'connection-lose':
      return loseConnection(step, action.error, action.wasAlive);
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
  const message = findStuck(step.messages, messageId, action.type === 'message-discard');
  if (!message) {
    return;
  }
  if (action.type === 'message-retry') {
    deliver(step, messageId, 'queued');
    step.error = null;
    enqueue(step, action.entry);
    return;
  }
  removeMessage(step, messageId);
  step.queued = step.queued.filter((entry) => entry.messageId !== messageId);
  if (message.error === step.error) {
    step.error = null;
  }
}

function writeAct(step: Step, id: string, opensTurn: boolean): void {
  const entry = dequeue(step, id, step.now, opensTurn ? 'open' : 'loose');
  const { acknowledges } = step.capabilities;
  deliver(step, entry?.messageId, acknowledges && opensTurn ? 'sending' : 'sent');
  if (entry && opensTurn) {
    // Not every platform says that an answer starts: what comes now may be this turn's.
    forgetOutlived(step);
  }
}

/** What is known to have arrived is not written again. */
function requeueAct<Act>(step: Step<Act>, entry: OutboxEntry<Act>): void {
  const turn = findTurn(step, entry.id);
  if (turn?.acknowledged || turn?.answering) {
    leaveTurn(step, entry.id, 'acknowledged');
  } else {
    deliver(step, entry.messageId, 'queued');
    requeue(step, entry);
  }
}

/**
 * Fails a queued or written act with a reason; its message keeps its text and offers a retry. One that is known
 * to have arrived did arrive: then it is its answer that failed.
 */
export function failAct(step: Step, id: string, error: ChatError): void {
  const entry = dequeue(step, id);
  deliver(step, entry?.messageId, 'failed', { error });
  leaveTurn(step, id, 'failed', error);
  if (!entry) {
    // It was written: what it brought about, such as polling, is over.
    rest(step);
  }
  step.error = error;
}

/**
 * What was received stays received; what nobody knows of becomes unconfirmed. What was stopped stays stopped: a
 * platform may go on with it in the next connection. One that was alive to the end had all but the latest.
 */
export function loseConnection(step: Step, error: ChatError, wasAlive?: boolean): void {
  outlive(step);
  interruptDrafts(step);
  if (wasAlive) {
    proveLoose(step);
  }
  writtenTurns(step).forEach((turn) => {
    const { id } = turn.entry;
    leaveTurn(step, id, 'unconfirmed', error);
    if (isAskedUnseen(step, turn)) {
      step.error = createChatError('aborted', 'Your last request may not have arrived.', {
        fix: 'Make it again if it still matters.',
        retryable: true,
      });
    }
  });
  rest(step);
}

/** Of what the user asked for no message can say that it is in doubt; nobody asked for what has no size. */
function isAskedUnseen(
  { asked }: Step,
  { entry, acknowledged, answering }: OpenTurn<unknown>,
): boolean {
  const isAsked = entry.bytes > 0 || entry.id === asked;
  return isAsked && entry.messageId === undefined && !acknowledged && !answering;
}
