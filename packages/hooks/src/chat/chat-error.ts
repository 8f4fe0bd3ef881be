/** What kind of thing went wrong, whatever the platform. */
export type ChatErrorCode =
  | 'unauthorized'
  | 'not-found'
  | 'rate-limited'
  | 'unreachable'
  | 'offline'
  | 'timeout'
  | 'protocol'
  | 'rejected'
  | 'server'
  | 'too-large'
  | 'expired'
  | 'queue-full'
  | 'invalid-message'
  | 'upload-failed'
  | 'unsupported'
  | 'aborted';

/** An error as a value: what happened, and what a person can do about it. Never holds a key or a URL's query. */
export interface ChatError {
  readonly code: ChatErrorCode;
  /** One sentence in plain words. */
  readonly message: string;
  /** What to check or change. */
  readonly fix?: string | undefined;
  /** The platform's own code, such as `CHAT_NOT_FOUND` or an HTTP status. */
  readonly providerCode?: string | undefined;
  /** Whether doing the same again can succeed. */
  readonly retryable: boolean;
  /** With `too-large`: how many characters a message may have, where that is known. */
  readonly limit?: number | undefined;
  readonly cause?: unknown;
}

const RETRYABLE: ReadonlySet<ChatErrorCode> = new Set([
  'rate-limited',
  'unreachable',
  'offline',
  'timeout',
  'server',
  'upload-failed',
  'queue-full',
]);

/** Makes a {@link ChatError}; `retryable` follows from the code unless it is given. */
export function createChatError(
  code: ChatErrorCode,
  message: string,
  details: Partial<Omit<ChatError, 'code' | 'message'>> = {},
): ChatError {
  return { code, message, retryable: RETRYABLE.has(code), ...details };
}

/** The outcome of an action that has nothing to give back but success. */
export type ActionResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: ChatError };
