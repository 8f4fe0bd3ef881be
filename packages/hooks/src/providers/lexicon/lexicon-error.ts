import { type ChatError, createChatError } from '../../chat/chat-error.ts';
import type { CloseFacts } from '../../connection/connection.ts';
import type { CallResponse } from '../provider.ts';
import { codeOfStatus } from '../rest-exchange.ts';
import { type LexiconFault, parseLexiconFault } from './protocol.ts';

const RATE = /rate|429|too.?many/iu;

const CHECK_CHAT_AND_KEY =
  'Check that the chat exists (it is made over REST first), that it belongs to this key, and that the API key is right.';

/** What an error event means to a person. */
export function errorOfFault(fault: LexiconFault): ChatError {
  const { code, message, fix } = fault;
  const details = { fix, providerCode: code };
  if (code === 'AUTH_ERROR') {
    return createChatError('unauthorized', message ?? 'The API key was not accepted.', details);
  }
  if (code === 'CHAT_NOT_FOUND') {
    return createChatError('not-found', message ?? 'There is no such chat.', details);
  }
  if (RATE.test(code ?? '') || RATE.test(message ?? '')) {
    return createChatError('rate-limited', message ?? 'Too many messages at once.', details);
  }
  return createChatError('server', message ?? 'The chat reported an error.', details);
}

/** An answer other than what was asked for, from a REST call. */
export function errorOfResponse(response: CallResponse): ChatError {
  const { status, body } = response;
  const fault = parseLexiconFault(body);
  const details = { fix: fault.fix, providerCode: fault.code ?? String(status) };
  if (status === 409) {
    return createChatError('rejected', fault.message ?? 'The chat is in use.', {
      ...details,
      fix: fault.fix ?? 'Close the connections to this chat first, then try again.',
      retryable: true,
    });
  }
  const code = codeOfStatus(status);
  return createChatError(code, fault.message ?? WORDS[code] ?? 'The server refused.', details);
}

const WORDS: Readonly<Record<string, string>> = {
  unauthorized: 'The API key was not accepted.',
  'not-found': 'There is no such chat.',
  'rate-limited': 'Too many requests at once.',
  rejected: 'The server did not accept the request.',
  server: 'The server failed.',
  protocol: 'The server answered something that is no chat.',
};

/** The words for a close; undefined where the common ones do. An error event said it better, if there was one. */
export function describeLexiconClose(
  close: CloseFacts,
  lastError: ChatError | undefined,
): ChatError | undefined {
  if (lastError) {
    return lastError;
  }
  if (close.observed === 'before-open' && close.failuresBeforeOpen >= 3) {
    return createChatError('unreachable', 'The server keeps refusing the connection.', {
      fix: CHECK_CHAT_AND_KEY,
    });
  }
  if (close.observed === 'before-ready' || (close.observed === 'timeout' && close.received === 0)) {
    return createChatError('unreachable', 'The server did not confirm the chat.', {
      fix: CHECK_CHAT_AND_KEY,
      providerCode: close.code === 0 ? undefined : String(close.code),
    });
  }
  return undefined;
}
