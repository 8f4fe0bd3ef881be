import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { ConnectionState } from '../chat/chat-state.ts';
import type { CloseFacts, ConnectionFailure, ConnectionStatus } from '../connection/connection.ts';
import type { SessionCore } from './session-core.ts';
import { toldError } from './told-error.ts';

/** A connection's situation as it is shown, its reason in a person's words. */
export function describeStatus(status: ConnectionStatus, core: SessionCore): ConnectionState {
  if (!('reason' in status)) {
    return status;
  }
  const reason = describeFailure(status.reason, core);
  if (status.status === 'failed') {
    return { ...status, reason };
  }
  const { retryAtMs: retryAt, ...rest } = status;
  return { ...rest, retryAt, reason };
}

/** The platform's own words. A provider of one's own may throw where it should not. */
export function wordsOf(
  { provider, facts }: Pick<SessionCore, 'provider' | 'facts'>,
  close: CloseFacts,
): ChatError | undefined {
  try {
    return provider.describe?.(close, facts());
  } catch {
    return undefined;
  }
}

/**
 * A connection's failure in a person's words: the platform's own where it gave any, since an error frame and
 * the close that follows are one error.
 */
function describeFailure(failure: ConnectionFailure, core: SessionCore): ChatError {
  const told =
    core.facts().lastError ??
    toldError(failure.cause) ??
    (failure.facts && wordsOf(core, failure.facts));
  if (told) {
    return told;
  }
  switch (failure.kind) {
    case 'auth':
      return createChatError('unauthorized', 'The credentials were not accepted.', {
        fix: 'Check the key, and that it belongs to this address.',
      });
    case 'stop':
      if (failure.facts?.code === 1011) {
        return createChatError('server', 'The server failed several times in a row.', {
          providerCode: '1011',
        });
      }
      return createChatError('protocol', 'The server ended the connection for good.', {
        fix: 'Check the address and the options, then connect again.',
      });
    case 'timeout':
      return createChatError('timeout', 'The server did not answer in time.');
    case 'target':
      return describeTarget(failure.cause);
    case 'network':
      return core.runtime.environment.isOnline()
        ? createChatError('unreachable', 'The server cannot be reached.')
        : createChatError('offline', 'You are offline.', {
            fix: 'The connection comes back by itself.',
          });
    default:
      return failure.kind satisfies never;
  }
}

/** Nothing was dialed: a function that had to say where, as whom or for which conversation did not. */
export function describeTarget(cause: unknown): ChatError {
  return (
    toldError(cause) ??
    createChatError('unreachable', 'The connection could not be prepared.', {
      fix: 'Check the function that provides the key, the address or the conversation.',
    })
  );
}
