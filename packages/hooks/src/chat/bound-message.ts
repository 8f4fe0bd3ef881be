import type { ChatEvent } from './chat-event.ts';
import type { IncomingMessage } from './chat-message.ts';

/** Of the parts of a message, and of what one part lists. The rest is dropped. */
export const MAX_ITEMS = 100;
/** UTF-16 code units of an answer that grows: no frame brings more. */
export const MAX_TEXT = 1_048_576;
/** Answers that may grow at the same time. */
export const MAX_DRAFTS = 20;

/** What a name can do without: controls, and what turns the order of reading around. Joiners are part of words. */
const CONTROLS = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
/** No address has any of these. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;

/** The fields that name something or say where it is; a text is left as it is. */
const CLEAN: ReadonlyMap<string, RegExp> = new Map([
  ['name', CONTROLS],
  ['title', CONTROLS],
  ['url', INVISIBLE],
  ['imageUrl', INVISIBLE],
]);

/** What is bound too of an event, of a message and of its parts. */
const INNER: readonly string[] = [
  'message',
  'author',
  'parts',
  'choices',
  'cards',
  'sources',
  'suggestions',
];

/** A message within bounds, whatever a provider made of the wire: so many parts, ids of their own, honest names. */
export function boundMessage(message: IncomingMessage): IncomingMessage {
  return bound(message);
}

/** An event within bounds. An answer is nobody's but the other side's, and what is acknowledged is the user's. */
export function boundEvent(given: ChatEvent): ChatEvent {
  const event = bound(given);
  switch (event.type) {
    case 'message-acknowledge':
      return { ...event, message: { ...event.message, role: 'user' } };
    case 'answer-end': {
      const role = event.message.role === 'agent' ? 'agent' : 'assistant';
      return { ...event, message: { ...event.message, role } };
    }
    default:
      return event;
  }
}

function bound<Item extends object>(item: Item): Item {
  // A custom part's fields are its maker's.
  if ('type' in item && item.type === 'custom') {
    return item;
  }
  const entries = Object.entries(item).map(([name, value]) => [name, boundField(name, value)]);
  // Every field is there under its name: a string still a string, a list still one of such items.
  return Object.fromEntries(entries) as Item;
}

function boundField(name: string, value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(CLEAN.get(name) ?? '', '');
  }
  if (typeof value !== 'object' || value === null || !INNER.includes(name)) {
    return value;
  }
  return Array.isArray(value) ? boundList(value) : bound(value);
}

/** An id tells things apart on the page: the second of one name takes its place into it. */
function boundList(items: readonly { readonly id?: string }[]): readonly object[] {
  const seen = new Set<string | undefined>();
  return items.slice(0, MAX_ITEMS).map((item, place) => {
    let { id } = item;
    while (id !== undefined && seen.has(id)) {
      id = `${id}-${place}`;
    }
    seen.add(id);
    return bound(id === item.id ? item : { ...item, id });
  });
}
