import { type ChatError, createChatError } from '../../chat/chat-error.ts';
import type { CloseFacts, CloseVerdict } from '../../connection/connection.ts';
import type { CallResponse } from '../provider.ts';
import { codeOfStatus } from '../rest-exchange.ts';
import { type AuiFault, parseAuiFault } from './fault.ts';

// The vendor asks to respect its limits and names none: this long at first, then twice as long each time.
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;

const CHECK_KEY = 'Check the network API key and that it belongs to this region.';
const CHECK_TASK = 'Check the task id: a task is made over REST first, with the same key.';

/** An error frame, or the body of a REST refusal; `status` is the HTTP one where there is one. */
export function errorOfFault(fault: AuiFault, status?: number): ChatError {
  const actual = status ?? fault.status;
  const code = actual === undefined ? 'server' : codeOfStatus(actual);
  const message = fault.message ?? fault.description ?? WORDS[code] ?? 'The server failed.';
  return createChatError(code, message, {
    fix: FIXES[code] ?? (fault.description === message ? undefined : fault.description),
    providerCode: actual === undefined ? undefined : String(actual),
  });
}

export function errorOfResponse({ status, body }: CallResponse): ChatError {
  return errorOfFault(parseAuiFault(body), status);
}

/** What a close means, by the code, the error frame before it and what had been written. */
export function classifyAuiClose(
  close: CloseFacts,
  lastError: ChatError | undefined,
): CloseVerdict {
  if (close.origin === 'local') {
    return 'retry';
  }
  switch (close.code) {
    case 1008:
      return lastError ? verdictOfError(lastError, close) : verdictOfBarePolicyClose(close);
    // The message in flight was too big, and would be each time.
    case 1009:
      return 'poison';
    case 4001:
      return 'auth';
    case 4002:
      return 'stop';
    case 4003:
      return pause(close);
    default:
      return 'retry';
  }
}

/** The frame has failed its message already: what is in flight by now is another, which may not be blamed. */
function verdictOfError(error: ChatError, close: CloseFacts): CloseVerdict {
  switch (error.code) {
    case 'unauthorized':
      return 'auth';
    case 'not-found':
      return 'stop';
    case 'rate-limited':
      return pause(close);
    default:
      return 'retry';
  }
}

/** 1008 stands for a wrong key and for a refused message alike: a fresh socket tells them apart. */
function verdictOfBarePolicyClose({ written, repeats }: CloseFacts): CloseVerdict {
  return written === 0 || repeats >= 2 ? 'auth' : 'poison';
}

function pause({ repeats }: CloseFacts): CloseVerdict {
  const doublings = Math.min(10, Math.max(0, repeats - 1));
  return { retryAfterMs: Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** doublings) };
}

/** The words for a close; undefined where the common ones do. An error frame and its close are one error. */
export function describeAuiClose(
  close: CloseFacts,
  lastError: ChatError | undefined,
): ChatError | undefined {
  if (lastError) {
    return lastError;
  }
  if (close.origin === 'server') {
    const code = codeOfClose(close);
    if (code) {
      return createChatError(code, WORDS[code] ?? 'The server ended the connection.', {
        fix: FIXES[code],
        providerCode: String(close.code),
      });
    }
  }
  if (close.observed === 'before-open' && close.failuresBeforeOpen >= 3) {
    return createChatError('unreachable', 'The server keeps refusing the connection.', {
      fix: `${CHECK_KEY} ${CHECK_TASK}`,
    });
  }
  return undefined;
}

function codeOfClose(close: CloseFacts): ChatError['code'] | undefined {
  switch (close.code) {
    case 1008:
      return verdictOfBarePolicyClose(close) === 'auth' ? 'unauthorized' : 'rejected';
    case 1009:
      return 'too-large';
    case 1011:
      return 'server';
    case 4001:
      return 'unauthorized';
    case 4002:
      return 'not-found';
    case 4003:
      return 'rate-limited';
    default:
      return undefined;
  }
}

const WORDS: Partial<Readonly<Record<ChatError['code'], string>>> = {
  unauthorized: 'The API key was not accepted.',
  'not-found': 'There is no such task.',
  'rate-limited': 'Too many messages at once.',
  rejected: 'This message was not accepted.',
  'too-large': 'This message is too long.',
  server: 'The server failed.',
  protocol: 'The server answered something that is no conversation.',
};

const FIXES: Partial<Readonly<Record<ChatError['code'], string>>> = {
  unauthorized: CHECK_KEY,
  'not-found': CHECK_TASK,
};
