import type { SocketTarget } from '../../connection/connection.ts';
import { encodeSegment, extendUrl, type QueryParameters, toSocketUrl } from '../endpoint-url.ts';
import type { Credentials } from '../provider.ts';

/** Where the vendor's own documentation says it listens. */
export const LEXICON_URL = 'ws://localhost:8000/ws/chat';
export const LEXICON_REST_URL = 'http://localhost:8000';

/** Query parameters work everywhere; headers only where an injected constructor can send them (Node). */
export type LexiconAuth = 'query' | 'headers';

export interface LexiconIdentity {
  readonly userId: string;
  readonly chatId: string;
}

/** Where a chat's socket goes. The key goes to the configured host and to no other. */
export function lexiconSocketTarget(
  identity: LexiconIdentity,
  auth: LexiconAuth,
  credentials: Credentials,
): SocketTarget {
  const { apiKey } = credentials;
  const url = toSocketUrl(credentials.url ?? LEXICON_URL);
  if (auth === 'headers') {
    return {
      kind: 'socket',
      url: extendUrl(url, '', {}),
      headers: {
        ...credentials.headers,
        ...(apiKey && { 'X-API-Key': apiKey }),
        'X-User-ID': identity.userId,
        'X-Chat-ID': identity.chatId,
      },
    };
  }
  return {
    kind: 'socket',
    url: extendUrl(url, '', {
      api_key: apiKey || undefined,
      user_id: identity.userId,
      chat_id: identity.chatId,
    }),
    ...(credentials.headers && { headers: credentials.headers }),
  };
}

/** `path` in words, each of which is encoded. The collection itself ends in a slash. */
export function lexiconRestUrl(
  restUrl: string,
  path: readonly string[],
  query: QueryParameters = {},
): string {
  return extendUrl(restUrl, `/api/v1/chats/${path.map(encodeSegment).join('/')}`, query);
}

export function lexiconRestHeaders(credentials: Credentials): Readonly<Record<string, string>> {
  const { apiKey, headers } = credentials;
  return { ...headers, ...(apiKey && { 'X-API-Key': apiKey }) };
}
