import { type ChatError, createChatError } from '../chat/chat-error.ts';

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
