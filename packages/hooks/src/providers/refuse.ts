import { type ChatError, type ChatErrorCode, createChatError } from '../chat/chat-error.ts';

/** Something that cannot be sent or asked for, as `encode` and the calls give it back. */
export interface Refusal {
  readonly error: ChatError;
}

/** Makes a {@link Refusal} out of what makes an error. */
export function refuse(
  code: ChatErrorCode,
  message: string,
  details?: Parameters<typeof createChatError>[2],
): Refusal {
  return { error: createChatError(code, message, details) };
}

/** `what` names the value that JSON cannot carry, beginning a sentence. */
export function refuseNonJson(what: string): Refusal {
  return refuse('invalid-message', `${what} is not plain JSON.`, {
    fix: 'Use strings, finite numbers, booleans, null, arrays and plain objects only.',
  });
}
