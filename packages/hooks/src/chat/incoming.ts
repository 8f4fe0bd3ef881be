import type { StepContext } from './chat-action.ts';
import type { ChatMessage, IncomingMessage } from './chat-message.ts';
import { addMessage, changeMessage, findKnown } from './message-list.ts';
import type { Step } from './step.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Gives an incoming message its id, its time and its end state. */
export function createMessage(
  incoming: IncomingMessage,
  { createId, now }: StepContext,
): ChatMessage {
  return {
    ...withoutUndefined(incoming),
    id: createId(),
    createdAt: incoming.createdAt ?? now,
    ...(incoming.role === 'user' ? { delivery: 'acknowledged' } : { state: 'complete' }),
  };
}

/** Adds a whole message, or replaces the one that has its `serverId`; an answer that was stopped says no more. */
export function addIncoming(step: Step, incoming: IncomingMessage): void {
  const known = findKnown(step, incoming);
  if (!known) {
    const message = createMessage(incoming, step);
    addMessage(step, message);
    if (message.role !== 'user') {
      step.finished = [...step.finished, message.id];
    }
  } else if (!step.stopped.includes(known.id)) {
    changeMessage(step, known.id, ({ role, createdAt }) => ({
      ...withoutUndefined(incoming),
      createdAt,
      state: role === 'user' ? undefined : 'complete',
    }));
  }
}
