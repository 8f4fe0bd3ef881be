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

function redactError(error: ChatError, secrets: Iterable<string>): ChatError {
  let told = error;
  for (const field of SAID) {
    const text = told[field];
    const redacted = text && redactText(text, secrets);
    told = redacted === text ? told : { ...told, [field]: redacted };
  }
  return told;
}

/** A record whose error, if it has one there, is clean. */
function clean<Part extends object>(
  part: Part,
  name: 'error' | 'reason',
  secrets: Iterable<string>,
): Part {
  // What has one of these names in an action, or in what the two kinds below hold, is an error.
  const error = (part as { readonly [Name in typeof name]?: ChatError | null })[name];
  return error ? { ...part, [name]: redactError(error, secrets) } : part;
}

/** Every error reaches the conversation by one of these. */
export function redactAction(
  action: ChatAction<UserAct>,
  secrets: Iterable<string>,
): ChatAction<UserAct> {
  if ('event' in action) {
    return { ...action, event: clean(action.event, 'error', secrets) };
  }
  return 'connection' in action
    ? { ...action, connection: clean(action.connection, 'reason', secrets) }
    : clean(action, 'error', secrets);
}
