import { type ActionResult, type ChatError, createChatError } from '../../chat/chat-error.ts';
import {
  isRecord,
  type JsonRecord,
  readArray,
  readField,
  readId,
  readRecord,
  readString,
  toJsonRecord,
} from '../json-value.ts';
import type { CallRequest, CallResponse } from '../provider.ts';
import { exchangeRest, isSuccess, restBase, type RestAccess } from '../rest-exchange.ts';
import { parseWireTime } from '../wire-time.ts';
import { LEXICON_REST_URL, lexiconRestHeaders, lexiconRestUrl } from './endpoint.ts';
import { errorOfResponse } from './lexicon-error.ts';

const MAX_CHATS = 500;

/** A chat as REST tells of it. Times are milliseconds since the epoch. */
export interface LexiconChat {
  readonly id: string;
  readonly userId: string | undefined;
  readonly title: string | undefined;
  readonly createdAt: number | undefined;
  readonly lastMessageAt: number | undefined;
  readonly messageCount: number | undefined;
  /** What `createLexiconChat` kept with it. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface CreateLexiconChatOptions extends RestAccess {
  readonly userId: string;
  readonly title?: string | undefined;
  /** A plain JSON object kept with the chat. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export type CreateLexiconChatResult =
  | { readonly ok: true; readonly chat: LexiconChat }
  | { readonly ok: false; readonly error: ChatError };

export interface ListLexiconChatsOptions extends RestAccess {
  readonly userId: string;
  /** How many to skip. @default 0 */
  readonly offset?: number | undefined;
  /** How many to list at most. @default 50 */
  readonly limit?: number | undefined;
}

export type ListLexiconChatsResult =
  | { readonly ok: true; readonly chats: readonly LexiconChat[]; readonly hasMore: boolean }
  | { readonly ok: false; readonly error: ChatError };

/**
 * Makes a chat over REST: on a server with the API key, in a browser through a relay of yours (`restUrl`).
 * Never rejects.
 *
 * @example
 * const result = await createLexiconChat({ userId: 'user-1', apiKey, restUrl });
 * if (result.ok) connectTo(result.chat.id);
 */
export async function createLexiconChat(
  options: CreateLexiconChatOptions,
): Promise<CreateLexiconChatResult> {
  const metadata = options.metadata && toJsonRecord(options.metadata);
  if (options.metadata && !metadata) {
    return failure(createChatError('rejected', 'The metadata of this chat is not plain JSON.'));
  }
  const body = {
    user_id: options.userId,
    ...(options.title !== undefined && { title: options.title }),
    ...(metadata && { metadata }),
  };
  const outcome = await call(options, 'POST', [''], {}, JSON.stringify(body));
  if (!outcome.ok) {
    return outcome;
  }
  const chat = isRecord(outcome.body) ? readChat(outcome.body) : undefined;
  return chat ? { ok: true, chat } : failure(unreadable());
}

/** Lists the chats of a user, the newest first. Never rejects. */
export async function listLexiconChats(
  options: ListLexiconChatsOptions,
): Promise<ListLexiconChatsResult> {
  const { offset = 0, limit = 50 } = options;
  const query = { offset: String(offset), limit: String(limit), order: 'desc' };
  const outcome = await call(options, 'GET', ['user', options.userId], query);
  if (!outcome.ok) {
    return outcome;
  }
  if (!isRecord(outcome.body) || !Array.isArray(readField(outcome.body, 'chats'))) {
    return failure(unreadable());
  }
  const chats = readArray(outcome.body, 'chats', MAX_CHATS).flatMap((row) => {
    const chat = isRecord(row) ? readChat(row) : undefined;
    return chat ? [chat] : [];
  });
  const hasMore = readField(outcome.body, 'has_more') === true && chats.length > 0;
  return { ok: true, chats, hasMore };
}

/** Deletes a chat. The platform refuses (`rejected`, 409) while a socket is connected to it. Never rejects. */
export async function deleteLexiconChat(
  options: RestAccess & { readonly chatId: string },
): Promise<ActionResult> {
  const outcome = await call(options, 'DELETE', [options.chatId], {});
  return outcome.ok ? { ok: true } : outcome;
}

async function call(
  access: RestAccess,
  method: CallRequest['method'],
  path: readonly string[],
  query: Readonly<Record<string, string>>,
  body?: string,
): Promise<{ ok: true; body: unknown } | { ok: false; error: ChatError }> {
  const base = restBase(access.restUrl, LEXICON_REST_URL);
  if (typeof base !== 'string') {
    return failure(base.error);
  }
  const headers = lexiconRestHeaders(access);
  const request = {
    method,
    url: lexiconRestUrl(base, path, query),
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    body,
  };
  const outcome = await exchangeRest(request, access);
  if (!outcome.ok) {
    return outcome;
  }
  const { response } = outcome;
  if (isSuccess(response)) {
    return { ok: true, body: response.body };
  }
  return failure(response.status === 409 ? chatInUse(response) : errorOfResponse(response));
}

/** A chat that is connected somewhere cannot be deleted yet. */
function chatInUse(response: CallResponse): ChatError {
  const error = errorOfResponse(response, 'The chat is in use.');
  const fix = error.fix ?? 'Close the connections to this chat first, then try again.';
  return { ...error, fix, retryable: true };
}

function readChat(row: JsonRecord): LexiconChat | undefined {
  const id = readId(row, 'id');
  const count = readField(row, 'message_count');
  return id === undefined
    ? undefined
    : {
        id,
        userId: readId(row, 'user_id'),
        title: readString(row, 'title'),
        createdAt: parseWireTime(readField(row, 'created_at')),
        lastMessageAt: parseWireTime(readField(row, 'last_message_at')),
        messageCount: typeof count === 'number' ? count : undefined,
        metadata: readRecord(readField(row, 'config'), 'metadata'),
      };
}

function unreadable(): ChatError {
  return createChatError('protocol', 'The server answered something that is no chat.', {
    fix: 'Check that restUrl is the address of the chat API.',
  });
}

function failure(error: ChatError): { readonly ok: false; readonly error: ChatError } {
  return { ok: false, error };
}
