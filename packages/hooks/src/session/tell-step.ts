import type { Conversation } from '../chat/conversation.ts';
import { findMessage } from '../chat/message-list.ts';
import type { SessionCore } from './session-core.ts';

/** Tells the application what a step brought about, after the store shows it. */
export function tellStep(core: SessionCore, after: Conversation, before: Conversation): void {
  if (after.finished !== before.finished) {
    after.finished.forEach((id) => tellMessage(core, after, id));
  }
  const { connection, error } = after.state;
  if (connection !== before.state.connection) {
    core.tell('onConnectionChange', connection);
  }
  if (error !== null && error !== before.state.error) {
    core.tell('onError', error);
  }
}

function tellMessage(core: SessionCore, conversation: Conversation, id: string): void {
  const message = findMessage(conversation.state.messages, id);
  if (!message) {
    return;
  }
  const isInterrupted = message.state === 'interrupted';
  if (!isInterrupted) {
    core.tell('onMessage', message);
  }
  if (message.role !== 'system') {
    core.tell('onFinish', { message, isInterrupted });
  }
}
