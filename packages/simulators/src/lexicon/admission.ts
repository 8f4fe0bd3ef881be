import {
  chatNotFound,
  CREDENTIAL_HEADERS,
  INVALID_KEY,
  missingParameter,
  type Credential,
  type LexiconError,
} from './lexicon-events.ts';

/** Who a client says it is. */
export type Credentials = Readonly<Record<Credential, string | undefined>>;

/** What a handshake leads to. */
export type Admission =
  | {
      readonly kind: 'admitted';
      readonly tenantId: string;
      readonly userId: string;
      readonly chatId: string;
    }
  | { readonly kind: 'turned-away'; readonly error: LexiconError };

/** Reads the credentials from the query, and from headers where the query has none. */
export function readCredentials(url: URL, headers: Readonly<Record<string, string>>): Credentials {
  const read = (name: Credential): string | undefined =>
    url.searchParams.get(name) || headers[CREDENTIAL_HEADERS[name].toLowerCase()] || undefined;
  return { api_key: read('api_key'), user_id: read('user_id'), chat_id: read('chat_id') };
}

/** Decides about a handshake: the key first, so that a stranger learns nothing about chats. */
export function admit(
  credentials: Credentials,
  tenantOf: (key: string) => string | undefined,
  chatExists: (chatId: string, tenantId: string) => boolean,
): Admission {
  const { api_key: key, chat_id: chatId, user_id: userId } = credentials;
  const away = (error: LexiconError): Admission => ({ kind: 'turned-away', error });
  if (key === undefined) return away(missingParameter('api_key'));
  const tenantId = tenantOf(key);
  if (tenantId === undefined) return away(INVALID_KEY);
  if (userId === undefined) return away(missingParameter('user_id'));
  if (chatId === undefined) return away(missingParameter('chat_id'));
  if (!chatExists(chatId, tenantId)) return away(chatNotFound(chatId));
  return { kind: 'admitted', tenantId, userId, chatId };
}
