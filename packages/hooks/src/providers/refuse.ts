import { type ChatError, type ChatErrorCode, createChatError } from '../chat/chat-error.ts';

/** Something that cannot be sent or asked for, as `encode` and the calls give it back. */
export interface Refusal {
  readonly error: ChatError;
}

/** Makes a {@link Refusal}. */
export function refuse(code: ChatErrorCode, message: string, fix?: string): Refusal {
  return { error: createChatError(code, message, fix === undefined ? {} : { fix }) };
}

/** `what` names the value that JSON cannot carry, beginning a sentence. */
export function refuseNonJson(what: string): Refusal {
  return refuse(
    'invalid-message',
    `${what} is not plain JSON.`,
    'Use strings, finite numbers, booleans, null, arrays and plain objects only.',
  );
}
