import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { CloseFacts, ConnectionFailure } from '../connection/connection.ts';
import type { Provider, SessionFacts } from '../providers/provider.ts';

/**
 * A connection's failure in a person's words: the platform's own where it gave any, since an error frame and
 * the close that follows are one error.
 */
export function describeFailure(
  failure: ConnectionFailure,
  provider: Provider,
  facts: SessionFacts,
  isOnline: boolean,
): ChatError {
  const told = facts.lastError ?? (failure.facts && provider.describe?.(failure.facts, facts));
  if (told) {
    return told;
  }
  switch (failure.kind) {
    case 'auth':
      return createChatError('unauthorized', 'The credentials were not accepted.', {
        fix: 'Check the key, and that it belongs to this address.',
      });
    case 'stop':
      return createChatError('protocol', 'The server ended the connection for good.', {
        fix: 'Check the address and the options, then connect again.',
      });
    case 'timeout':
      return createChatError('timeout', 'The server did not answer in time.');
    case 'target':
      return createChatError('unreachable', 'The connection could not be prepared.', {
        fix: 'Check the function that provides the key, the address or the conversation.',
      });
    case 'network':
      return isOnline
        ? createChatError('unreachable', 'The server cannot be reached.')
        : createChatError('offline', 'You are offline.', {
            fix: 'The connection comes back by itself.',
          });
    default:
      return failure.kind satisfies never;
  }
}

/** What became of one HTTP exchange that did not end well. */
export function describeExchange(
  close: CloseFacts,
  provider: Provider,
  facts: SessionFacts,
): ChatError {
  const told = provider.describe?.(close, facts);
  if (told) {
    return told;
  }
  const status = close.http?.status;
  if (status === undefined) {
    return createChatError('unreachable', 'The server could not be reached.');
  }
  return errorForStatus(status);
}

const STATUS_ERRORS: Readonly<Record<number, Parameters<typeof createChatError>>> = {
  401: ['unauthorized', 'The credentials were not accepted.'],
  403: ['unauthorized', 'The credentials do not allow this.'],
  404: ['not-found', 'There is nothing at this address.'],
  410: ['expired', 'This is no longer available.'],
  413: ['too-large', 'This is more than the server takes.'],
  429: ['rate-limited', 'The server asks to slow down.'],
};

/** The common reading of an HTTP status other than 2xx. */
export function errorForStatus(status: number): ChatError {
  const known = STATUS_ERRORS[status];
  const [code, message] =
    known ??
    (status >= 500
      ? (['server', 'The server failed to answer.'] as const)
      : (['rejected', 'The server refused this.'] as const));
  return createChatError(code, message, { providerCode: String(status) });
}
