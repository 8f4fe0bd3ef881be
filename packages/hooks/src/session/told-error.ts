import { type ChatError, createChatError } from '../chat/chat-error.ts';

/**
 * The {@link ChatError} that a function of the application threw, or that is the cause of what it threw.
 * Anything else is not looked at: engines write whole addresses, keys included, into their errors.
 */
export function toldError(thrown: unknown): ChatError | undefined {
  const told = [thrown, thrown instanceof Error && thrown.cause].find(isChatError);
  if (!told) {
    return undefined;
  }
  // Without its own cause, which may be anything.
  const { code, message, fix, providerCode, retryable } = told;
  return createChatError(code, message, { fix, providerCode, retryable });
}

function isChatError(value: unknown): value is ChatError {
  const { code, message, retryable } = Object(value) as Partial<Record<keyof ChatError, unknown>>;
  return typeof code === 'string' && typeof message === 'string' && typeof retryable === 'boolean';
}
