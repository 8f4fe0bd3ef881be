import { type ChatError, createChatError } from '../../chat/chat-error.ts';
import type { CloseFacts, CloseVerdict } from '../../connection/connection.ts';
import { classifyClose } from '../classify-close.ts';
import type { CallResponse, SessionFacts } from '../provider.ts';
import { codeOfStatus } from '../rest-exchange.ts';
import { type AuiFault, parseAuiFault } from './fault.ts';

type Code = ChatError['code'];

// The vendor asks to respect its limits and names none: this long at first, then twice as long each time.
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;

const CHECK_KEY = 'Check the network API key and that it belongs to this region.';
const CHECK_TASK = 'Check the task id, and that the task belongs to the same key.';

const WORDS: Partial<Readonly<Record<Code, readonly [message: string, fix?: string]>>> = {
  unauthorized: ['The API key was not accepted.', CHECK_KEY],
  'not-found': ['There is no such task.', CHECK_TASK],
  'rate-limited': ['Too many messages at once.'],
  rejected: ['This message was not accepted.'],
  'too-large': ['This message is too long.'],
  protocol: ['The server answered something that is no conversation.'],
};

const CLOSES: Readonly<Record<number, Code>> = {
  1009: 'too-large',
  1011: 'server',
  4001: 'unauthorized',
  4002: 'not-found',
  4003: 'rate-limited',
};

/** An error frame, or the body of a REST refusal; `status` is the HTTP one where there is one. */
export function errorOfFault(
  fault: AuiFault,
  status: number | undefined = fault.status,
): ChatError {
  const code = codeOfStatus(status ?? 500);
  const { description, message = description } = fault;
  return createError(code, status, message, description === message ? undefined : description);
}

export function errorOfResponse({ status, body }: CallResponse): ChatError {
  return errorOfFault(parseAuiFault(body), status);
}

function createError(
  code: Code,
  providerCode: number | undefined,
  message?: string,
  description?: string,
): ChatError {
  const [words = 'The server failed.', fix = description] = WORDS[code] ?? [];
  return createChatError(code, message ?? words, {
    fix,
    providerCode: providerCode?.toString(),
  });
}

/** What a close means, by the code, the error frame before it and what had been written. */
export function classifyAuiClose(close: CloseFacts, { lastError }: SessionFacts): CloseVerdict {
  if (close.origin === 'local') {
    return 'retry';
  }
  const told = close.code === 1008 ? lastError?.code : undefined;
  switch (told ?? codeOfClose(close)) {
    case 'unauthorized':
      return 'auth';
    case 'not-found':
      return 'stop';
    case 'rate-limited':
      return {
        retryAfterMs: Math.min(
          LONGEST_PAUSE_MS,
          FIRST_PAUSE_MS * 2 ** Math.max(0, close.repeats - 1),
        ),
      };
    case 'rejected':
    case 'too-large':
      // A frame has failed its message already: what is in flight by now is another, which may not be blamed.
      return told ? 'retry' : 'poison';
    default:
      return told ? 'retry' : classifyClose(close);
  }
}

/** 1008 stands for a wrong key and for a refused message alike: a fresh socket tells them apart. */
function codeOfClose({ code, written, repeats }: CloseFacts): Code | undefined {
  return code === 1008
    ? written === 0 || repeats >= 2
      ? 'unauthorized'
      : 'rejected'
    : CLOSES[code];
}

/** The words for a close; undefined where the common ones do. An error frame and its close are one error. */
export function describeAuiClose(
  close: CloseFacts,
  { lastError }: SessionFacts,
): ChatError | undefined {
  const code = close.origin === 'server' ? codeOfClose(close) : undefined;
  if (lastError || code) {
    return lastError ?? (code && createError(code, close.code));
  }
  return close.observed === 'before-open' && close.failuresBeforeOpen >= 3
    ? createChatError('unreachable', 'The server keeps refusing the connection.', {
        fix: `${CHECK_KEY} ${CHECK_TASK}`,
      })
    : undefined;
}
