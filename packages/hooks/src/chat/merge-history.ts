import type { StepContext } from './chat-action.ts';
import type { ChatMessage, IncomingMessage } from './chat-message.ts';
import { messageText } from './chat-message.ts';
import { findByServerId, type MessageList } from './message-list.ts';
import { createMessage } from './reduce-answer.ts';

/**
 * Merges what the platform remembers (oldest first) into the transcript: by id, then by the platform's
 * order. An unconfirmed message that the platform has turns out to be acknowledged. What the transcript
 * already holds keeps its place.
 */
export function mergeHistory(
  messages: MessageList,
  history: readonly IncomingMessage[],
  context: StepContext,
): MessageList {
  const list: ChatMessage[] = [...messages];
  let place: number | undefined;
  let unplaced: ChatMessage[] = [];
  for (const incoming of history) {
    const known = findKnown(list, incoming);
    if (known) {
      const position = list.indexOf(known);
      list[position] = confirm(known, incoming);
      list.splice(position, 0, ...(place === undefined ? unplaced : []));
      place = position + 1 + (place === undefined ? unplaced.length : 0);
      unplaced = [];
    } else if (place === undefined) {
      unplaced.push(createMessage(incoming, context));
    } else {
      list.splice(place, 0, createMessage(incoming, context));
      place += 1;
    }
  }
  return [...unplaced, ...list];
}

function findKnown(list: MessageList, incoming: IncomingMessage): ChatMessage | undefined {
  const byId =
    incoming.serverId === undefined ? undefined : findByServerId(list, incoming.serverId);
  if (byId || incoming.role !== 'user') {
    return byId ?? (incoming.role === 'user' ? undefined : findInterrupted(list, incoming));
  }
  const text = messageText(incoming);
  return list.find(
    (message) => message.delivery === 'unconfirmed' && messageText(message) === text,
  );
}

/** An answer that broke off is the beginning of the one the platform kept. */
function findInterrupted(list: MessageList, incoming: IncomingMessage): ChatMessage | undefined {
  const text = messageText(incoming);
  return list.find(
    (message) =>
      message.state === 'interrupted' &&
      message.serverId === undefined &&
      messageText(message) !== '' &&
      text.startsWith(messageText(message)),
  );
}

function confirm(known: ChatMessage, incoming: IncomingMessage): ChatMessage {
  if (known.role === 'user') {
    const { error: _error, ...message } = known;
    return {
      ...message,
      delivery: 'acknowledged',
      ...(incoming.serverId !== undefined && { serverId: incoming.serverId }),
    };
  }
  return known.state === 'interrupted'
    ? { ...known, parts: incoming.parts, serverId: incoming.serverId, state: 'complete' }
    : known;
}
