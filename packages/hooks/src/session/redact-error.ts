import type { ChatAction } from '../chat/chat-action.ts';
import type { ChatError } from '../chat/chat-error.ts';
import type { Credentials, UserAct } from '../providers/provider.ts';

/** Shorter ones are no secrets, and would be found in any text. */
const MIN_LENGTH = 8;

/** What must not be shown of credentials: the key, and each word of headers and of an address's query. */
export function secretsOf({ apiKey, url = '', headers = {} }: Credentials): readonly string[] {
  const [, query = ''] = url.split('?', 2);
  const words = [...Object.values(headers), ...new URLSearchParams(query).values()];
  return [apiKey ?? '', ...words.flatMap((word) => word.split(' '))]
    .filter((secret) => secret.length >= MIN_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret)]);
}

/** A text without what must not be shown: a server may repeat a key in its complaint about it. */
export function redactText(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) {
    clean = clean.replaceAll(secret, '•••');
  }
  return clean;
}

function redactError(error: ChatError, secrets: Iterable<string>): ChatError {
  const { message, fix = '', providerCode = '' } = error;
  const told = [message, fix, providerCode].map((text) => redactText(text, secrets));
  return told[0] === message && told[1] === fix && told[2] === providerCode
    ? error
    : { ...error, message: told[0] ?? '', fix: told[1], providerCode: told[2] };
}

/** Every error reaches the conversation by one of these. */
export function redactAction(
  action: ChatAction<UserAct>,
  secrets: Iterable<string>,
): ChatAction<UserAct> {
  switch (action.type) {
    case 'event': {
      const { event } = action;
      return event.type === 'error'
        ? { ...action, event: { ...event, error: redactError(event.error, secrets) } }
        : action;
    }
    case 'connection-change': {
      const { connection } = action;
      return 'reason' in connection
        ? {
            ...action,
            connection: { ...connection, reason: redactError(connection.reason, secrets) },
          }
        : action;
    }
    default:
      return 'error' in action && action.error
        ? { ...action, error: redactError(action.error, secrets) }
        : action;
  }
}
