import { type ChatError, type ChatErrorCode, createChatError } from '../../chat/chat-error.ts';
import type { CloseFacts, CloseVerdict } from '../../connection/connection.ts';
import { classifyClose } from '../classify-close.ts';
import { readRecord, readWords } from '../json-value.ts';
import type { CallResponse, SessionFacts } from '../provider.ts';
import { codeOfStatus } from '../rest-exchange.ts';

const RATE = /rate|429|too.?many/iu;

const WORDS: Partial<Readonly<Record<ChatErrorCode, string>>> = {
  unauthorized: 'The API key was not accepted.',
  'not-found': 'There is no such chat.',
  'rate-limited': 'Too many requests at once.',
  rejected: 'The server did not accept the request.',
  server: 'The server failed.',
  protocol: 'The server answered something that is no chat.',
};

interface LexiconFault {
  readonly message: string | undefined;
  readonly fix: string | undefined;
  readonly providerCode: string | undefined;
}

/** The fields of an error event, or of a REST error body in either of the shapes seen. */
function readFault(body: unknown): LexiconFault {
  const fault = readRecord(body, 'detail') ?? body;
  return {
    message: readWords(fault, 'error_message') ?? readWords(fault, 'detail'),
    fix: readWords(readRecord(fault, 'details'), 'fix'),
    providerCode: readWords(fault, 'error_code'),
  };
}

/** What an error event means to a person. */
export function errorOfEvent(event: unknown): ChatError {
  const { message, fix, providerCode } = readFault(event);
  const code =
    providerCode === 'AUTH_ERROR'
      ? 'unauthorized'
      : providerCode === 'CHAT_NOT_FOUND'
        ? 'not-found'
        : RATE.test(`${providerCode}\n${message}`)
          ? 'rate-limited'
          : 'server';
  const words = code === 'server' ? 'The chat reported an error.' : WORDS[code];
  return createChatError(code, message ?? words ?? '', { fix, providerCode });
}

/** Whether an error event says that this key or this chat will not do: only fresh ones could. */
export function isRefusal(error: ChatError | undefined): boolean {
  return error?.code === 'unauthorized' || error?.code === 'not-found';
}

/** An answer other than what was asked for, from a REST call. `words` are for one that has none. */
export function errorOfResponse({ status, body }: CallResponse, words?: string): ChatError {
  const { message, fix, providerCode = String(status) } = readFault(body);
  const code = codeOfStatus(status);
  const own = words ?? WORDS[code] ?? 'The server refused.';
  return createChatError(code, message ?? own, { fix, providerCode });
}

/** Error events decide before close codes: one that is no refusal explains a policy close as well. */
export function classifyLexiconClose(close: CloseFacts, { lastError }: SessionFacts): CloseVerdict {
  const told = close.origin === 'server' ? lastError : undefined;
  if (isRefusal(told)) {
    return 'auth';
  }
  return told && close.code === 1008 ? 'retry' : classifyClose(close);
}

/** The words for a close; undefined where the common ones do. An error event said it better, if there was one. */
export function describeLexiconClose(
  { observed, failuresBeforeOpen, received, code }: CloseFacts,
  { lastError }: SessionFacts,
): ChatError | undefined {
  const isRefused = observed === 'before-open' && failuresBeforeOpen >= 3;
  const isEarly = observed === 'before-ready' || (observed === 'timeout' && received === 0);
  // A code that says why is not one of these.
  const isUnconfirmed = isEarly && [0, 1005, 1006].includes(code);
  if (lastError || !(isRefused || isUnconfirmed)) {
    return lastError;
  }
  const [message, providerCode] = isRefused
    ? ['The server keeps refusing the connection.']
    : ['The server did not confirm the chat.', code ? String(code) : undefined];
  return createChatError('unreachable', message, {
    fix: 'Check that the chat exists, that it belongs to this key, and that the API key is right.',
    providerCode,
  });
}
