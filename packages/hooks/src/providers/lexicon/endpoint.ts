import type { SocketTarget } from '../../connection/connection.ts';
import { encodeSegment, extendUrl, type QueryParameters, toSocketUrl } from '../endpoint-url.ts';
import type { Credentials } from '../provider.ts';

/** Where the vendor's own documentation says it listens. */
const LEXICON_URL = 'ws://localhost:8000/ws/chat';
export const LEXICON_REST_URL = 'http://localhost:8000';

/** Query parameters work everywhere; headers only where an injected constructor can send them (Node). */
export type LexiconAuth = 'query' | 'headers';

export interface LexiconIdentity {
  readonly userId: string;
  readonly chatId: string;
}

/** Where a chat's socket goes. The key goes to the configured host and to no other. */
export function lexiconSocketTarget(
  { userId, chatId }: LexiconIdentity,
  auth: LexiconAuth,
  credentials: Credentials,
): SocketTarget {
  const { apiKey, headers, url = LEXICON_URL } = credentials;
  const isInHeaders = auth === 'headers';
  const query = { api_key: apiKey || undefined, user_id: userId, chat_id: chatId };
  return {
    kind: 'socket',
    url: extendUrl(toSocketUrl(url), '', isInHeaders ? {} : query),
    headers: isInHeaders
      ? { ...lexiconRestHeaders(credentials), 'X-User-ID': userId, 'X-Chat-ID': chatId }
      : headers,
  };
}

/** `path` in words, each of which is encoded. The collection itself ends in a slash. */
export function lexiconRestUrl(
  restUrl: string,
  path: readonly string[],
  query?: QueryParameters,
): string {
  return extendUrl(restUrl, `/api/v1/chats/${path.map(encodeSegment).join('/')}`, query);
}

export function lexiconRestHeaders({
  apiKey,
  headers,
}: Credentials): Readonly<Record<string, string>> {
  return { ...headers, ...(apiKey && { 'X-API-Key': apiKey }) };
}
