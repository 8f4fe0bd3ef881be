import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { SessionCore } from './session-core.ts';

/** The result of an action that was not done. */
export interface Refusal {
  readonly ok: false;
  readonly error: ChatError;
}

export function refuse(error: ChatError): Refusal {
  return { ok: false, error };
}

/** What every chat answers when its platform has no such thing. */
export function refuseUnsupported({ provider }: SessionCore, what: string): Refusal {
  return refuse(createChatError('unsupported', `${provider.name} does not support ${what}.`));
}

/** What asked for a message that is not there. */
export function refuseMissing(messageId: string, which = ''): Refusal {
  return refuse(createChatError('invalid-message', `There is no message ${messageId}${which}.`));
}
