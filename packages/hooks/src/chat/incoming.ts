import type { StepContext } from './chat-action.ts';
import type { ChatMessage, IncomingMessage } from './chat-message.ts';
import { appendMessage, findKnown, updateMessage } from './message-list.ts';
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

/** Changes a message that is shown; a field that becomes undefined goes. */
export function changeMessage(
  step: Step,
  id: string | undefined,
  change: (message: ChatMessage) => Partial<ChatMessage>,
): void {
  step.messages = updateMessage(step.messages, id, change);
}

/** Shows a message at the end of the transcript. */
export function addMessage(step: Step, message: ChatMessage): void {
  step.messages = appendMessage(step.messages, message, step.maxMessages);
}

/** Adds a whole message, or replaces the one that has its `serverId`; an answer that was stopped says no more. */
export function addIncoming(step: Step, incoming: IncomingMessage): void {
  const known = findKnown(step.messages, incoming);
  if (known && step.stopped.includes(known.id)) {
    return;
  }
  if (known) {
    changeMessage(step, known.id, ({ role, createdAt }) => ({
      ...withoutUndefined(incoming),
      createdAt,
      state: role === 'user' ? undefined : 'complete',
    }));
    return;
  }
  const message = createMessage(incoming, step);
  addMessage(step, message);
  if (message.role !== 'user') {
    step.finished = [...step.finished, message.id];
  }
}
