import { vi } from 'vitest';

import type { ChatMessage } from '../chat/chat-message.ts';
import { messageText } from '../chat/chat-message.ts';
import type { ChatState } from '../chat/chat-state.ts';
import type { Chat } from '../chat.ts';

/** Longer than anything here takes on a busy machine, shorter than the runner's own patience. */
const PATIENCE_MS = 12_000;

/** Waits until the chat is as told; says how it is instead when that does not come. */
export function until(
  { store }: Pick<Chat, 'store'>,
  isThere: (state: ChatState) => boolean,
): Promise<ChatState> {
  return new Promise((resolve, reject) => {
    const check = (state: ChatState): void => {
      if (isThere(state)) {
        clearTimeout(timer);
        unsubscribe();
        resolve(state);
      }
    };
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`It did not come to this: ${String(isThere)}\n${sketch(store.getState())}`));
    }, PATIENCE_MS);
    const unsubscribe = store.subscribe(check);
    check(store.getState());
  });
}

/** Waits until what the check says of the server is so. */
export function eventually(check: () => void, patienceMs = PATIENCE_MS): Promise<void> {
  return vi.waitFor(check, { interval: 2, timeout: patienceMs });
}

/** A transcript in a few lines, for messages of failing tests and for comparing. */
export function sketch({ connection, status, error, messages }: ChatState): string {
  return [`${connection.status} ${status} ${JSON.stringify(error)}`, ...messages.map(line)].join(
    '\n',
  );
}

function line(message: ChatMessage): string {
  return `${message.role} ${message.delivery ?? message.state}: ${messageText(message).slice(0, 80)}`;
}

/** The texts of one side, in order. */
export function textsOf(state: ChatState, role: ChatMessage['role']): readonly string[] {
  return state.messages.filter((message) => message.role === role).map(messageText);
}

/** The user's messages as `text: delivery`. */
export function deliveries(state: ChatState): readonly string[] {
  return state.messages.flatMap((message) =>
    message.role === 'user' ? [`${messageText(message)}: ${message.delivery}`] : [],
  );
}

export function isReady({ connection }: ChatState): boolean {
  return connection.status === 'ready';
}

/** Nothing is owed: every message of the user's is delivered, and no answer grows. */
export function isCalm(state: ChatState): boolean {
  return (
    state.status === 'ready' &&
    state.messages.every(
      ({ delivery, state: answer }) =>
        (delivery === undefined || delivery === 'acknowledged') && answer !== 'streaming',
    )
  );
}
