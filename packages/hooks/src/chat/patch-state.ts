import type { ChatState } from './chat-state.ts';
import type { Conversation } from './conversation.ts';

/** Copies the conversation with some fields of its state changed. */
export function patchState<Act>(
  conversation: Conversation<Act>,
  fields: Partial<ChatState>,
): Conversation<Act> {
  return { ...conversation, state: { ...conversation.state, ...fields } };
}
