import type { ChatMessage } from '@parley/hooks';

/** Which of the newest messages have been dealt with, and which are still growing. */
export interface Heard {
  readonly known: ReadonlySet<string>;
  readonly growing: ReadonlySet<string>;
}

/** More at once than this is a transcript that was loaded, not a conversation to listen to. */
const MOST_AT_ONCE = 3;

/** So many of the newest are remembered: one that is still there marks the older ones as known. */
const REMEMBERED = 100;

/** What was there before anybody listened. */
export function startListening(messages: readonly ChatMessage[]): Heard {
  return {
    known: newest(messages),
    growing: new Set(messages.filter(isGrowing).map((message) => message.id)),
  };
}

/**
 * The others' messages that have become whole since the last look, oldest first. Looks from the end back to the
 * first message it knows, so that a token costs the same however long the conversation is, and so that older
 * pages are not read out.
 */
export function hearWholeMessages(
  heard: Heard,
  messages: readonly ChatMessage[],
): { readonly heard: Heard; readonly whole: readonly ChatMessage[] } {
  const found: ChatMessage[] = [];
  const growing = new Set<string>();
  const awaited = new Set(heard.growing);
  let hasFresh = false;
  let isPast = false;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (!message) {
      break;
    }
    isPast ||= heard.known.has(message.id);
    if (isPast && awaited.size === 0) {
      break;
    }
    const isAwaited = awaited.delete(message.id);
    hasFresh ||= !isPast;
    if (isGrowing(message)) {
      growing.add(message.id);
    } else if (message.role !== 'user' && (isAwaited || !isPast)) {
      found.push(message);
    }
  }
  const known = hasFresh ? newest(messages) : heard.known;
  return {
    heard: { known, growing },
    whole: found.length > MOST_AT_ONCE ? [] : found.toReversed(),
  };
}

function newest(messages: readonly ChatMessage[]): ReadonlySet<string> {
  return new Set(messages.slice(-REMEMBERED).map((message) => message.id));
}

function isGrowing(message: ChatMessage): boolean {
  return message.role !== 'user' && message.state === 'streaming';
}
