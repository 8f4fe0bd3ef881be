import { type ChatError, createChatError } from '../../chat/chat-error.ts';
import type { CloseFacts, CloseVerdict } from '../../connection/connection.ts';

/** Handshakes in a row after which it is more likely the settings than the network. */
const REFUSALS = 3;
/** Policy closes in a row, each after a good start, after which dialing again is no use. */
const POLICY_CLOSES = 3;
/** Where a server asks to slow down and does not say how long. */
const SLOW_DOWN_MS = 5000;

/** What a close of the socket, or a refused exchange, means. */
export function classifyNlxClose(close: CloseFacts): CloseVerdict {
  if (close.http) {
    return classifyStatus(close.http.status, close.http.retryAfterMs);
  }
  switch (close.code) {
    case 1008:
      if (isBeforeAcknowledgement(close)) {
        return 'auth';
      }
      return close.repeats >= POLICY_CLOSES ? 'stop' : 'retry';
    case 1003:
    case 1007:
    case 1009:
      // What was written is what the server cannot take: the same again closes again.
      return close.written > 0 ? 'poison' : 'retry';
    default:
      // 1000, 1001, 1006, 1011, 1012, 1013, and whatever a gateway makes up: none says that it is for good.
      return 'retry';
  }
}

/** Nothing was heard yet: the close is about who dialed, not about what was said. */
function isBeforeAcknowledgement(close: CloseFacts): boolean {
  return close.observed !== 'before-open' && close.received === 0;
}

function classifyStatus(status: number, retryAfterMs: number | undefined): CloseVerdict {
  if (status === 401 || status === 403) {
    return 'auth';
  }
  if (status === 429) {
    return { retryAfterMs: retryAfterMs ?? SLOW_DOWN_MS };
  }
  if (status === 404) {
    return 'stop';
  }
  if (status === 408 || status >= 500 || status < 400) {
    return retryAfterMs === undefined ? 'retry' : { retryAfterMs };
  }
  return 'poison';
}

/** The error a person sees; undefined where the common words say it as well. */
export function describeNlxClose(close: CloseFacts): ChatError | undefined {
  if (close.http) {
    return describeStatus(close.http.status);
  }
  if (close.observed === 'before-open') {
    return close.failuresBeforeOpen >= REFUSALS
      ? createChatError(
          'unreachable',
          `NLX refused the connection ${close.failuresBeforeOpen} times in a row.`,
          {
            fix: 'Check the API key, the host and the channel: a browser is not told which of them is wrong.',
          },
        )
      : undefined;
  }
  const providerCode = String(close.code);
  if (close.code === 1008) {
    return isBeforeAcknowledgement(close)
      ? unauthorized(providerCode)
      : createChatError('rejected', 'NLX ended the connection for breaking its rules.', {
          providerCode,
        });
  }
  if (close.code === 1009) {
    return createChatError('too-large', 'This is more than NLX takes at once.', {
      providerCode,
      fix: 'Shorten the message or the context.',
    });
  }
  return undefined;
}

function unauthorized(providerCode: string): ChatError {
  return createChatError('unauthorized', 'NLX did not accept the API key.', {
    providerCode,
    fix: 'Check the API key, and that it belongs to this deployment and channel.',
  });
}

function describeStatus(status: number): ChatError | undefined {
  const providerCode = String(status);
  switch (status) {
    case 400:
      return createChatError('rejected', 'NLX could not read this message.', { providerCode });
    case 401:
    case 403:
      return unauthorized(providerCode);
    case 404:
      return createChatError('not-found', 'NLX has no application at this address.', {
        providerCode,
        fix: 'Check the deployment key, the channel key and the language.',
      });
    default:
      return status >= 500
        ? createChatError('server', 'NLX failed to answer.', { providerCode })
        : undefined;
  }
}
