import type { ChatMessage } from './chat-message.ts';

/**
 * The transcript as an immutable array, with an index that survives every change but one of order: a
 * token replaces one message and costs the same in a conversation of 10 and of 10,000.
 */
export type MessageList = readonly ChatMessage[];

interface MessageIndex {
  readonly ids: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
}

const indexes = new WeakMap<MessageList, MessageIndex>();

function indexOf(messages: MessageList): MessageIndex {
  let index = indexes.get(messages);
  if (!index) {
    const ids = messages.map((message) => message.id);
    index = { ids, positions: new Map(ids.map((id, position) => [id, position])) };
    indexes.set(messages, index);
  }
  return index;
}

/** The ids in order; the same array for as long as no message comes, goes or moves. */
export function messageIds(messages: MessageList): readonly string[] {
  return indexOf(messages).ids;
}

export function findMessage(messages: MessageList, id: string): ChatMessage | undefined {
  const position = indexOf(messages).positions.get(id);
  return position === undefined ? undefined : messages[position];
}

/** Changes one message; the same list when there is none with that id or nothing changed. */
export function updateMessage(
  messages: MessageList,
  id: string,
  change: (message: ChatMessage) => ChatMessage,
): MessageList {
  const index = indexOf(messages);
  const position = index.positions.get(id);
  const message = position === undefined ? undefined : messages[position];
  if (position === undefined || message === undefined) {
    return messages;
  }
  const next = change(message);
  if (next === message) {
    return messages;
  }
  const list = messages.slice();
  list[position] = next;
  indexes.set(list, index);
  return list;
}

/**
 * Adds at the end and drops the oldest over the bound; what is not yet delivered is never dropped, nor is
 * what has only just come.
 */
export function appendMessage(
  messages: MessageList,
  message: ChatMessage,
  maxMessages: number,
): MessageList {
  return [...trimMessages(messages, maxMessages - 1), message];
}

export function trimMessages(messages: MessageList, maxMessages: number): MessageList {
  let excess = messages.length - maxMessages;
  if (excess <= 0) {
    return messages;
  }
  return messages.filter((message) => {
    if (excess > 0 && isSettled(message)) {
      excess -= 1;
      return false;
    }
    return true;
  });
}

export function removeMessage(messages: MessageList, id: string): MessageList {
  return findMessage(messages, id) ? messages.filter((message) => message.id !== id) : messages;
}

/** The newest first: what the wire names is nearly always recent. */
export function findByServerId(messages: MessageList, serverId: string): ChatMessage | undefined {
  return messages.findLast((message) => message.serverId === serverId);
}

function isSettled(message: ChatMessage): boolean {
  return message.role === 'user'
    ? message.delivery === undefined ||
        message.delivery === 'sent' ||
        message.delivery === 'acknowledged'
    : message.state !== 'streaming';
}
