import { createChatError } from './chat-error.ts';
import type { ChatEvent } from './chat-event.ts';
import type { SessionInfo } from './chat-state.ts';
import { forgetOutlived } from './discarding.ts';
import { addIncoming } from './incoming.ts';
import { proveLoose, writtenTurns } from './outbox.ts';
import { failAct, loseConnection } from './reduce-act.ts';
import { interruptDrafts, reduceAnswer } from './reduce-answer.ts';
import { acknowledgeMessage, changeHandoff, endTurn, hearAnswer, hearSign } from './reduce-turn.ts';
import type { Step } from './step.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What a frame did to the conversation. */
export function reduceEvent(step: Step, event: ChatEvent): void {
  switch (event.type) {
    case 'session-update':
      return updateSession(step, withoutUndefined(event.session));
    case 'session-expire':
      return expireSession(step);
    case 'message-acknowledge':
      return acknowledgeMessage(step, event);
    case 'message':
      return receiveMessage(step, event);
    case 'turn-end':
      return endTurn(step, event.serverId);
    case 'activity':
      hearSign(step);
      step.activity = event.activity;
      return;
    case 'suggestions':
      step.suggestions = event.suggestions;
      return;
    case 'handoff':
      return changeHandoff(step, event.handoff);
    case 'error':
      return reduceError(step, event);
    case 'session-ready':
    case 'unknown':
      return;
    default:
      reduceAnswer(step, event);
  }
}

/** Another session, or none: nothing of the earlier one holds but whose it is. Not its end, not its upload targets. */
function changeSession(
  step: Step,
  session: SessionInfo,
  notice: 'session-changed' | 'session-expired',
  text: string,
): void {
  const { userId, canUpload } = step.session;
  step.session = withoutUndefined({
    userId,
    // A platform that says when it takes a file has not said so yet.
    canUpload: canUpload && false,
    ...session,
  });
  step.handoff = 'bot';
  step.suggestions = [];
  step.ended = [];
  forgetOutlived(step);
  // The text is a fallback in English; a view that speaks another language goes by `notice`.
  addIncoming(step, {
    role: 'system',
    parts: [{ type: 'text', text }],
    metadata: { notice },
  });
}

function updateSession(step: Step, session: SessionInfo): void {
  const { id = session.id } = step.session;
  if (session.id === undefined || session.id === id) {
    step.session = { ...step.session, ...session };
    return;
  }
  changeSession(
    step,
    { ...session, resumed: false },
    'session-changed',
    'This is a new conversation: the earlier one could not be resumed.',
  );
}

function expireSession(step: Step): void {
  const error = createChatError('expired', 'The conversation ended before an answer came.', {
    retryable: true,
  });
  loseConnection(step, error, true);
  changeSession(
    step,
    {},
    'session-expired',
    'This conversation has ended. Your next message starts a new one.',
  );
}

function receiveMessage(step: Step, event: Extract<ChatEvent, { type: 'message' }>): void {
  const { role } = event.message;
  if (role === 'assistant' || role === 'agent') {
    hearAnswer(step, event);
    if (role === 'assistant' && step.discarding.length > 0) {
      return;
    }
    step.activity = null;
  }
  addIncoming(step, event.message);
}

function reduceError(step: Step, { error, scope }: Extract<ChatEvent, { type: 'error' }>): void {
  step.error = error;
  if (scope === 'chat') {
    return;
  }
  proveLoose(step);
  const turns = writtenTurns(step);
  const turn = step.open.find(({ answering }) => !answering) ?? turns[0];
  // An answer that grows is not the one that failed, while another turn has none yet.
  if (turn?.answering !== false) {
    interruptDrafts(step);
  }
  if (turn) {
    failAct(step, turn.entry.id, error);
  }
}
