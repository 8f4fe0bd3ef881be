import type { ChatError } from '@parley/hooks';

/** What happened and what can be done, as sentences: platforms leave the full stop out. */
export function errorWords({ message, fix = '' }: Pick<ChatError, 'message' | 'fix'>): string {
  return fix ? `${/[\p{P}\p{S}]\s*$/u.test(message) ? message : `${message}.`} ${fix}` : message;
}
