import type { ChatEvent } from './chat-event.ts';
import type { IncomingMessage, MessagePart } from './chat-message.ts';

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
const CLEAN: Readonly<Record<string, RegExp>> = {
  name: CONTROLS,
  title: CONTROLS,
  url: INVISIBLE,
  imageUrl: INVISIBLE,
};

/** A message within bounds, whatever a provider made of the wire: so many parts, ids of their own, honest names. */
export function boundMessage(message: IncomingMessage): IncomingMessage {
  const { author, parts } = message;
  return {
    ...message,
    ...(author && { author: clean(author) }),
    parts: parts.slice(0, MAX_ITEMS).map(boundPart),
  };
}

/** An event within bounds. An answer is nobody's but the other side's, and what is acknowledged is the user's. */
export function boundEvent(event: ChatEvent): ChatEvent {
  switch (event.type) {
    case 'message':
      return { ...event, message: boundMessage(event.message) };
    case 'message-acknowledge':
      return { ...event, message: { ...boundMessage(event.message), role: 'user' } };
    case 'answer-end': {
      const message = boundMessage(event.message);
      const role = message.role === 'agent' ? 'agent' : 'assistant';
      return { ...event, message: { ...message, role } };
    }
    case 'suggestions':
      return { ...event, suggestions: distinct(event.suggestions) };
    default:
      return event;
  }
}

function boundPart(part: MessagePart): MessagePart {
  switch (part.type) {
    case 'choices':
      return { ...part, choices: distinct(part.choices) };
    case 'cards':
      return {
        ...part,
        cards: distinct(part.cards).map(({ choices, ...card }) => ({
          ...clean(card),
          ...(choices && { choices: distinct(choices) }),
        })),
      };
    case 'sources':
      return { ...part, sources: part.sources.slice(0, MAX_ITEMS).map(clean) };
    case 'attachment':
      return clean(part);
    default:
      return part;
  }
}

function clean<Item extends object>(item: Item): Item {
  const entries = Object.entries(item).map(([name, value]) => {
    const marks = Object.hasOwn(CLEAN, name) && CLEAN[name];
    return [name, marks && typeof value === 'string' ? value.replace(marks, '') : value];
  });
  // Every field is there under its name, a string still a string.
  return Object.fromEntries(entries) as Item;
}

/** An id tells things apart on the page: the second of one name takes its place into it. */
function distinct<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  const seen = new Set<string>();
  return items.slice(0, MAX_ITEMS).map((item, place) => {
    let { id } = item;
    while (seen.has(id)) {
      id = `${id}-${place}`;
    }
    seen.add(id);
    return id === item.id ? item : { ...item, id };
  });
}
