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

/** What an error says in words. */
const SAID = ['message', 'fix', 'providerCode'] as const;

function redactError<Told extends ChatError | null | undefined>(
  error: Told,
  secrets: Iterable<string>,
): Told {
  let told = error;
  for (const field of SAID) {
    const text = told?.[field];
    const clean = text && redactText(text, secrets);
    told = clean === text ? told : { ...told, [field]: clean };
  }
  return told;
}

/** Every error reaches the conversation by one of these. */
export function redactAction(
  action: ChatAction<UserAct>,
  secrets: Iterable<string>,
): ChatAction<UserAct> {
  if ('error' in action) {
    // What an action says of its error stays what it was: there or not.
    return { ...action, error: redactError(action.error, secrets) } as typeof action;
  }
  if ('event' in action && 'error' in action.event) {
    const { event } = action;
    return { ...action, event: { ...event, error: redactError(event.error, secrets) } };
  }
  if ('connection' in action && 'reason' in action.connection) {
    const { connection } = action;
    const reason = redactError(connection.reason, secrets);
    return { ...action, connection: { ...connection, reason } };
  }
  return action;
}
