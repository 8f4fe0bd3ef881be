import type { ChatState } from './chat-state.ts';
import type { Conversation } from './conversation.ts';
import { isSameValue } from './same-value.ts';

/**
 * Copies the conversation with some fields of its state changed; the same conversation when they say what it
 * says already. An error that comes again is news, and messages are too many to look into.
 */
export function patchState<Act>(
  conversation: Conversation<Act>,
  fields: Partial<ChatState>,
): Conversation<Act> {
  const { state } = conversation;
  // `Partial<ChatState>` has no other keys.
  const isUnchanged = (Object.keys(fields) as (keyof ChatState)[]).every((name) =>
    name === 'messages' || name === 'error'
      ? fields[name] === state[name]
      : isSameValue(fields[name], state[name]),
  );
  return isUnchanged ? conversation : { ...conversation, state: { ...state, ...fields } };
}
