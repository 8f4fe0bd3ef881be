import { type ChatError, createChatError } from '../../chat/chat-error.ts';
import type { CloseFacts, CloseVerdict } from '../../connection/connection.ts';
import { classifyClose } from '../classify-close.ts';

/** Handshakes in a row after which it is more likely the settings than the network. */
const REFUSALS = 3;
/** Policy closes in a row, each after a good start, after which dialing again is no use. */
const POLICY_CLOSES = 3;

/** What a close of the socket, or a refused exchange, means. */
export function classifyNlxClose(close: CloseFacts): CloseVerdict {
  if (isRefusal(close)) {
    return 'auth';
  }
  switch (close.code) {
    case 1008:
      return close.repeats >= POLICY_CLOSES ? 'stop' : 'retry';
    case 1003:
    case 1007:
    case 1009:
      // What was written is what the server cannot take: the same again closes again.
      return close.written > 0 ? 'poison' : close.code === 1009 ? 'retry' : classifyClose(close);
    default:
      return classifyClose(close);
  }
}

/** A policy close before anything was heard is about who dialed, not about what was said. */
function isRefusal({ http, code, observed, received }: CloseFacts): boolean {
  return http
    ? http.status === 401 || http.status === 403
    : code === 1008 && observed !== 'before-open' && received === 0;
}

/** By HTTP status or close code. */
const WORDS: Readonly<
  Record<number, readonly [code: ChatError['code'], message: string, fix?: string]>
> = {
  400: ['rejected', 'NLX could not read this message.'],
  401: [
    'unauthorized',
    'NLX did not accept the API key.',
    'Check the API key, and that it belongs to this deployment and channel.',
  ],
  404: [
    'not-found',
    'NLX has no application at this address.',
    'Check the deployment key, the channel key and the language.',
  ],
  500: ['server', 'NLX failed to answer.'],
  1008: ['rejected', 'NLX ended the connection for breaking its rules.'],
  1009: [
    'too-large',
    'This is more than NLX takes at once.',
    'Shorten the message or the context.',
  ],
};

/** The error a person sees; undefined where the common words say it as well. */
export function describeNlxClose(close: CloseFacts): ChatError | undefined {
  const { http, code, observed, failuresBeforeOpen } = close;
  const isRefused = isRefusal(close);
  if (observed === 'before-open' && !isRefused) {
    return failuresBeforeOpen >= REFUSALS
      ? createChatError(
          'unreachable',
          `NLX refused the connection ${failuresBeforeOpen} times in a row.`,
          {
            fix: 'Check the API key, the host and the channel: a browser is not told which of them is wrong.',
          },
        )
      : undefined;
  }
  const number = http?.status ?? code;
  const words = WORDS[isRefused ? 401 : http && number >= 500 ? 500 : number];
  if (!words) {
    return undefined;
  }
  const [kind, message, fix] = words;
  const verdict = classifyNlxClose(close);
  return createChatError(kind, message, {
    providerCode: String(number),
    fix,
    // What is dialed again by itself must not be shown as final.
    retryable: verdict === 'retry' || typeof verdict === 'object',
  });
}
