// Lexicon Labs, chat API: JSON frames over one WebSocket per chat, beside a REST API.
// Written from docs/protocol/lexicon.md. Documented: the seven event types, both ways to
// authenticate, AUTH_ERROR and CHAT_NOT_FOUND, the limits. Assumed: the other error codes, the
// answer to a malformed frame, the close code after an error.

/** What goes wrong, as the platform words it. */
export interface LexiconError {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** Documented samples differ: some errors carry no timestamp. */
  readonly timed: boolean;
}

/** A server frame. */
export interface LexiconEvent {
  readonly event_type: string;
  readonly timestamp?: string | undefined;
  readonly [field: string]: unknown;
}

/** The names a client goes by, in the query and in headers. */
export type Credential = 'api_key' | 'user_id' | 'chat_id';

/** The header that stands for each query parameter. */
export const CREDENTIAL_HEADERS: Readonly<Record<Credential, string>> = {
  api_key: 'X-API-Key',
  user_id: 'X-User-ID',
  chat_id: 'X-Chat-ID',
};

/** A frame of the given type, stamped. */
export function lexiconEvent(type: string, at: number, fields: object = {}): LexiconEvent {
  return { event_type: type, timestamp: new Date(at).toISOString(), ...fields };
}

/** An error frame. */
export function errorEvent(error: LexiconError, at: number): LexiconEvent {
  const fields = {
    error_code: error.code,
    error_message: error.message,
    details: { fix: error.fix },
  };
  return error.timed ? lexiconEvent('error', at, fields) : { event_type: 'error', ...fields };
}

/** The key is not one of a tenant's. */
export const INVALID_KEY: LexiconError = {
  code: 'AUTH_ERROR',
  message: 'Invalid API key',
  fix: "Use the API key of your tenant; the simulator takes 'your-api-key' and 'your-key'.",
  timed: true,
};

/** A parameter is not there. */
export function missingParameter(name: Credential): LexiconError {
  return {
    code: 'AUTH_ERROR',
    message: `Missing ${name} parameter`,
    fix: `Give ?${name}=… in the address or the header ${CREDENTIAL_HEADERS[name]}.`,
    timed: false,
  };
}

/** The chat was never made, was deleted, or is another tenant's. */
export function chatNotFound(chatId: string): LexiconError {
  return {
    code: 'CHAT_NOT_FOUND',
    message: `Chat with chat_id '${chatId}' not found or does not belong to your tenant`,
    fix: 'Make the chat with POST /api/v1/chats/ before you connect.',
    timed: false,
  };
}

/** A client frame that is not what the protocol allows. */
export function invalidMessage(problem: string): LexiconError {
  return {
    code: 'INVALID_MESSAGE',
    message: problem,
    fix: 'Send a text frame {"content": string, "metadata"?: object}.',
    timed: true,
  };
}

/** More messages in a second than one connection may send. */
export function rateLimited(perSecond: number): LexiconError {
  return {
    code: 'RATE_LIMIT',
    message: `More than ${perSecond} messages in one second`,
    fix: 'Send more slowly, then send this message again.',
    timed: true,
  };
}

/** More sockets than one tenant may hold. */
export function tooManyConnections(limit: number): LexiconError {
  return {
    code: 'CONNECTION_LIMIT',
    message: `The tenant already has ${limit} open connections`,
    fix: 'Close a connection first, or share one.',
    timed: true,
  };
}
