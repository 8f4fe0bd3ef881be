import type { ChatEvent } from '../chat/chat-event.ts';

/** Something that could not be read, for the developer. No content in it. */
export function unknown(reason: string): ChatEvent {
  return { type: 'unknown', reason };
}
