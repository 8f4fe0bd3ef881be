import type { ChatMessage, IncomingMessage } from './chat-message.ts';
import { isSameValue } from './same-value.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * The transcript as an immutable array, with an index that survives every change but one of order: a
 * token replaces one message and costs the same in a conversation of 10 and of 10,000.
 */
export type MessageList = readonly ChatMessage[];

interface MessageIndex {
  readonly ids: readonly string[];
  readonly positions: ReadonlyMap<string | undefined, number>;
}

/** What holds a transcript that changes: its list is replaced, never written to. */
export interface MessageHolder {
  messages: MessageList;
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
  return messages[indexOf(messages).positions.get(id) ?? -1];
}

/** The user's message that may be sent again, being unconfirmed or failed; `orQueued`: or taken back. */
export function findStuck(
  messages: MessageList,
  id: string,
  orQueued: boolean = false,
): ChatMessage | undefined {
  const message = findMessage(messages, id);
  const { delivery } = message ?? {};
  return delivery === 'unconfirmed' || delivery === 'failed' || (orQueued && delivery === 'queued')
    ? message
    : undefined;
}

/**
 * Changes some fields of a message; one that becomes undefined goes. The same list when there is none with that
 * id or the message says what it said.
 */
export function changeMessage(
  holder: MessageHolder,
  id: string | undefined,
  change: (message: ChatMessage) => Partial<ChatMessage>,
): void {
  // In a list that nobody has looked at yet it is one of the last: an index of each would cost the whole list.
  const index = indexes.get(holder.messages);
  const position = index
    ? (index.positions.get(id) ?? -1)
    : holder.messages.findLastIndex((message) => message.id === id);
  const message = holder.messages[position];
  const next = message && withoutUndefined({ ...message, ...change(message) });
  if (next && !isSameValue(next, message)) {
    holder.messages = holder.messages.with(position, next);
    if (index) {
      indexes.set(holder.messages, index);
    }
  }
}

/**
 * Adds at the end and drops the oldest over the bound; what is not yet delivered is never dropped, nor is
 * what has only just come.
 */
export function addMessage(
  holder: MessageHolder & { readonly maxMessages: number },
  message: ChatMessage,
): void {
  holder.messages = [...trimMessages(holder.messages, holder.maxMessages - 1), message];
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

export function removeMessage(holder: MessageHolder, id: string): void {
  if (findMessage(holder.messages, id)) {
    holder.messages = holder.messages.filter((message) => message.id !== id);
  }
}

/** The message that this one is again: the other side cannot speak for the user, nor the user for it. */
export function findKnown(
  { messages }: Readonly<MessageHolder>,
  { serverId, role }: Pick<IncomingMessage, 'serverId' | 'role'>,
): ChatMessage | undefined {
  return serverId === undefined
    ? undefined
    : messages.findLast(
        (message) =>
          message.serverId === serverId && (message.role === 'user') === (role === 'user'),
      );
}

function isSettled({ role, delivery = 'sent', state }: ChatMessage): boolean {
  return role === 'user'
    ? delivery === 'sent' || delivery === 'acknowledged'
    : state !== 'streaming';
}
