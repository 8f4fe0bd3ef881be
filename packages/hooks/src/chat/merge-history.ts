import type { MergeContext } from './chat-action.ts';
import type { ChatMessage, IncomingMessage } from './chat-message.ts';
import { messageText } from './chat-message.ts';
import { createMessage } from './incoming.ts';
import { changeMessage, type MessageList, trimMessages } from './message-list.ts';
import { isSameValue } from './same-value.ts';

/** How far the clocks of a device and of a platform may be apart, in milliseconds. */
const SKEW_MS = 600_000;

/**
 * Merges what the platform remembers (oldest first) into the transcript: by id, then by the platform's order.
 * What has no id yet is known by its text, since most platforms name a message only later; a message of the
 * user's that the platform has turns out to be acknowledged. What the transcript already holds keeps its place.
 * A `gap` begins at the oldest message that both know: without one, nothing is merged. In it an answer that was
 * stopped before it showed stays unseen; one that was stopped later says no more than it did.
 *
 * What is older than the whole transcript was asked for and stays, over the bound if need be: a full transcript
 * would otherwise have no past, and dropping another page would leave a hole. It goes when the next message comes.
 * The rest keeps to the bound.
 */
export function mergeHistory(
  messages: MessageList,
  remembered: readonly IncomingMessage[],
  context: MergeContext,
  extent: 'all' | 'gap' = 'all',
): MessageList {
  const isUnseen = (serverId: string): boolean =>
    extent === 'gap' &&
    context.ended.includes(serverId) &&
    !messages.some((message) => message.serverId === serverId);
  const history = remembered.filter(
    ({ serverId }, item) =>
      serverId === undefined ||
      (remembered.findIndex((other) => other.serverId === serverId) === item &&
        !isUnseen(serverId)),
  );
  const places = matchHistory(messages, history);
  const oldest = places.findIndex((place) => place >= 0);
  // What lies before the oldest message that both know is the past, which nobody asked for.
  const start = extent === 'all' ? 0 : oldest < 0 ? Infinity : oldest;
  const confirmed = { messages };
  /** What comes before each message, and after the last. */
  const added = Array.from({ length: messages.length + 1 }, (): ChatMessage[] => []);
  let gap = places[oldest] ?? 0;
  history.forEach((incoming, item) => {
    const place = places[item] ?? -1;
    const known = messages[place];
    if (known) {
      const isStopped = context.stopped.includes(known.id);
      changeMessage(confirmed, known.id, () => confirm(known, incoming, isStopped));
      gap = place + 1;
    } else if (item >= start) {
      added[gap]?.push(createMessage(incoming, context));
    }
  });
  const merged = added.flatMap((newer, place) => [
    ...newer,
    ...confirmed.messages.slice(place, place + 1),
  ]);
  const older = messages.length > 0 ? (added[0]?.length ?? 0) : 0;
  return merged.length === messages.length
    ? confirmed.messages
    : trimMessages(merged, Math.max(context.maxMessages, messages.length) + older);
}

/** For each item of the history the place of the message that it is, or -1. */
function matchHistory(
  messages: MessageList,
  history: readonly IncomingMessage[],
): readonly number[] {
  const places: number[] = [];
  // From the newest back: a page of history ends nearer to what is here than it begins.
  let bound = messages.length;
  for (const incoming of history.toReversed()) {
    const place = findPlace(messages, incoming, places, bound);
    places.unshift(place);
    bound = place < 0 ? bound : place;
  }
  return places;
}

/** By its id, else by its text: the last before `bound`, else anywhere, and what is still under way last of all. */
function findPlace(
  messages: MessageList,
  incoming: IncomingMessage,
  taken: readonly number[],
  bound: number,
): number {
  const { serverId } = incoming;
  if (serverId !== undefined) {
    const named = messages.findLastIndex((message) => message.serverId === serverId);
    if (named >= 0) {
      return named;
    }
  }
  const candidates = messages.flatMap((message, place) =>
    mayBe(message, incoming) && !taken.includes(place) ? [{ message, place }] : [],
  );
  const settled = candidates.filter(({ message }) => !isUnderWay(message));
  const preferred = settled.length > 0 ? settled : candidates;
  return (preferred.findLast(({ place }) => place < bound) ?? preferred.at(-1))?.place ?? -1;
}

function isUnderWay({ delivery, state }: ChatMessage): boolean {
  return delivery === 'sending' || delivery === 'sent' || state === 'streaming';
}

/** Whether a message without an id is the one the platform remembers. */
function mayBe(message: ChatMessage, incoming: IncomingMessage): boolean {
  const { role, delivery } = message;
  // It may never have arrived: then what the platform has from before it is another.
  const isUncertain = delivery !== undefined && delivery !== 'acknowledged';
  if (
    message.serverId !== undefined ||
    (role === 'user') !== (incoming.role === 'user') ||
    role === 'system' ||
    delivery === 'queued' ||
    delivery === 'failed' ||
    (isUncertain && (incoming.createdAt ?? Infinity) < message.createdAt - SKEW_MS)
  ) {
    return false;
  }
  const text = messageText(message);
  if (text === '') {
    return isSameValue(message.parts, incoming.parts);
  }
  // An answer that has not ended is the beginning of the one the platform kept.
  const isWhole = role === 'user' || message.state === 'complete';
  return isWhole ? messageText(incoming) === text : messageText(incoming).startsWith(text);
}

/** What a message turns out to be. */
function confirm(
  known: ChatMessage,
  { parts, serverId = known.serverId }: IncomingMessage,
  isStopped: boolean,
): Partial<ChatMessage> {
  if (known.role === 'user') {
    return { serverId, delivery: 'acknowledged', error: undefined };
  }
  return known.state === 'interrupted' && !isStopped
    ? { serverId, parts, state: 'complete' }
    : { serverId };
}
