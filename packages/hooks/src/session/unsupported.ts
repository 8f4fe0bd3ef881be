import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { SessionCore } from './session-core.ts';

/** What every chat answers when its platform has no such thing. */
export function unsupported(core: SessionCore, what: string): ChatError {
  return createChatError('unsupported', `${core.provider().name} does not support ${what}.`);
}
