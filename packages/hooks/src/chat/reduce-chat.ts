import type { ChatAction, StepContext } from './chat-action.ts';
import { boundEvent, boundMessage } from './bound-message.ts';
import { type ChatError, createChatError } from './chat-error.ts';
import type { Card, ChatMessage } from './chat-message.ts';
import { type Conversation, createConversation, type StoppedAnswer } from './conversation.ts';
import { addIncoming } from './incoming.ts';
import { changeMessage, findMessage } from './message-list.ts';
import { updateTurn, writtenTurns } from './outbox.ts';
import { reduceAct } from './reduce-act.ts';
import { interruptDrafts } from './reduce-answer.ts';
import { reduceEvent } from './reduce-event.ts';
import { beginStep, endStep, REMEMBERED, type Step } from './step.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * The conversation's one step: pure and total. A step that changes nothing returns the same conversation,
 * so `===` answers whether anything happened.
 */
export function reduceChat<Act>(
  conversation: Conversation<Act>,
  action: ChatAction<Act>,
  context: StepContext,
): Conversation<Act> {
  const step = beginStep(conversation, context);
  perform(step, action);
  settleRequest(step, conversation.state.error);
  return endStep(conversation, step);
}

function perform<Act>(step: Step<Act>, action: ChatAction<Act>): void {
  switch (action.type) {
    case 'event':
      return reduceEvent(step, boundEvent(action.event));
    case 'answer-stop':
      return stopAnswer(step, action.discards);
    case 'answer-break':
      interruptDrafts(step);
      step.discarding = [];
      return;
    case 'session-prepare':
      step.session = withoutUndefined(action.session);
      step.suggestions = action.suggestions;
      action.messages.forEach((message) => addIncoming(step, boundMessage(message)));
      return;
    case 'session-reset':
      return resetSession(step);
    case 'transcript-clear':
      return clearTranscript(step);
    case 'history-merge':
      // A transcript that was cleared in the meantime stays clear.
      if (step.history.status === 'loading') {
        step.messages = action.merge(step.messages, step);
        step.history = action.history;
        acknowledgeRemembered(step);
      }
      return;
    case 'history-change':
    case 'capabilities-change':
    case 'connection-change':
    case 'error-set': {
      const { type: _type, ...fields } = action;
      Object.assign(step, fields);
      return;
    }
    case 'agent-request':
      // Who is there, or is known to come, is asked for already.
      if (step.handoff === 'bot' || step.handoff === 'ended') {
        step.asked = action.id;
        step.handoff = 'requested';
      }
      return;
    case 'choice-take':
      return changeMessage(step, action.messageId, ({ parts }) => ({
        parts: takeChoice(parts, action.choiceId),
      }));
    case 'feedback-set':
      return changeMessage(step, action.messageId, () => ({
        feedback: action.feedback,
      }));
    default:
      reduceAct(step, action);
  }
}

/** Whoever asked for a person is told that none comes: the request failed or was lost, or its answer called nobody. */
function settleRequest(step: Step, before: ChatError | null): void {
  const { asked, queued, open } = step;
  const acts = [...queued, ...open.map(({ entry }) => entry)];
  if (asked === undefined || acts.some(({ id }) => id === asked)) {
    return;
  }
  step.asked = undefined;
  step.handoff = 'bot';
  if (step.error === before) {
    step.error = createChatError('rejected', 'No person has been called.', {
      fix: 'See whether an answer says why, or ask again.',
      retryable: true,
    });
  }
}

/** What the platform remembers has arrived: nothing waits for its acknowledgement, and it is not written again. */
function acknowledgeRemembered(step: Step): void {
  writtenTurns(step).forEach(({ entry: { id, messageId = '' } }) => {
    if (findMessage(step.messages, messageId)?.delivery === 'acknowledged') {
      updateTurn(step, id, { acknowledged: true });
    }
  });
}

/** Marks the choice where it was offered: a message may ask more than one thing. The cards of a part ask one. */
function takeChoice(parts: ChatMessage['parts'], chosenId: string): ChatMessage['parts'] {
  const offers = ({ choices = [] }: Pick<Card, 'choices'>): boolean =>
    choices.some(({ id }) => id === chosenId);
  return parts.map((part) => {
    if (part.type === 'cards' && part.cards.some(offers)) {
      const cards = part.cards.map((card) => (card.choices ? { ...card, chosenId } : card));
      return { ...part, cards };
    }
    return part.type === 'choices' && offers(part) ? { ...part, chosenId } : part;
  });
}

/** With `discards` more of what is stopped will come, and is not shown. */
function stopAnswer(step: Step, discards: boolean): void {
  const { drafts, open, status } = step;
  if (status !== 'streaming' && status !== 'submitted') {
    return;
  }
  interruptDrafts(step);
  step.stopped = [...step.stopped, ...drafts.map(({ messageId }) => messageId)].slice(-REMEMBERED);
  // An answer can begin with a message, and then has no draft.
  const next: StoppedAnswer = {
    key: undefined,
    phase: open.some(({ answering }) => answering) ? undefined : 'unstarted',
  };
  const rest = drafts.length > 0 ? [...step.discarding, ...drafts] : [next];
  step.discarding = discards ? rest : [];
}

function resetSession<Act>(step: Step<Act>): void {
  const { connection } = step;
  Object.assign(step, beginStep(createConversation<Act>(step), step), { connection });
}

/** What is not yet delivered and what is still growing stays: nothing under way is lost by tidying up. */
function clearTranscript(step: Step): void {
  const isWritten = (id: string): boolean =>
    writtenTurns(step).some(({ entry }) => entry.messageId === id);
  const kept = step.messages.filter(
    ({ id, delivery, state }) =>
      state === 'streaming' ||
      delivery === 'queued' ||
      delivery === 'sending' ||
      (delivery === 'sent' && isWritten(id)),
  );
  if (kept.length < step.messages.length) {
    step.messages = kept;
  }
  step.suggestions = [];
  step.history = { status: 'idle', hasMore: false };
  step.error = null;
}
