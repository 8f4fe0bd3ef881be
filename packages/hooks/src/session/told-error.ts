import { type ChatError, createChatError } from '../chat/chat-error.ts';

/**
 * The {@link ChatError} that a function of the application threw, or that is the cause of what it threw.
 * Anything else is not looked at: engines write whole addresses, keys included, into their errors.
 */
export function toldError(thrown: unknown): ChatError | undefined {
  if (isChatError(thrown)) {
    return copy(thrown);
  }
  return thrown instanceof Error && isChatError(thrown.cause) ? copy(thrown.cause) : undefined;
}

/** Without its own cause, which may be anything. */
function copy({ code, message, fix, providerCode, retryable }: ChatError): ChatError {
  return createChatError(code, message, { fix, providerCode, retryable });
}

function isChatError(value: unknown): value is ChatError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string' &&
    'retryable' in value &&
    typeof value.retryable === 'boolean'
  );
}
