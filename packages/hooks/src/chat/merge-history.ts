import type { MergeContext } from './chat-action.ts';
import type { ChatMessage, IncomingMessage } from './chat-message.ts';
import { messageText } from './chat-message.ts';
import { createMessage } from './incoming.ts';
import { type MessageList, trimMessages } from './message-list.ts';
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
  const isUnseen = ({ serverId }: IncomingMessage): boolean =>
    extent === 'gap' &&
    serverId !== undefined &&
    context.ended.includes(serverId) &&
    !messages.some((message) => message.serverId === serverId);
  const unique = withoutRepeats(remembered).filter((incoming) => !isUnseen(incoming));
  const found = matchHistory(messages, unique);
  // What lies before the oldest message that both know is the past, which nobody asked for.
  const first = extent === 'gap' ? found.findIndex((place) => place !== undefined) : 0;
  const history = first === -1 ? [] : unique.slice(first);
  const places = first === -1 ? [] : found.slice(first);
  const before = new Map<number, ChatMessage[]>();
  const confirmed = new Map<number, ChatMessage>();
  let gap = places.find((place) => place !== undefined) ?? 0;
  history.forEach((incoming, item) => {
    const place = places[item];
    const known = place === undefined ? undefined : messages[place];
    if (place === undefined || known === undefined) {
      before.set(gap, [...(before.get(gap) ?? []), createMessage(incoming, context)]);
      return;
    }
    confirmed.set(place, confirm(known, incoming, context.stopped.includes(known.id)));
    gap = place + 1;
  });
  const merged = [...messages, undefined].flatMap((message, place) => [
    ...(before.get(place) ?? []),
    ...(message ? [confirmed.get(place) ?? message] : []),
  ]);
  const isSame = isSameList(merged, messages);
  const older = messages.length > 0 ? (before.get(0)?.length ?? 0) : 0;
  return isSame
    ? messages
    : trimMessages(merged, Math.max(context.maxMessages, messages.length) + older);
}

function isSameList(one: MessageList, other: MessageList): boolean {
  return (
    one.length === other.length && one.every((message, position) => message === other[position])
  );
}

function withoutRepeats(history: readonly IncomingMessage[]): readonly IncomingMessage[] {
  const seen = new Set<string>();
  return history.filter(({ serverId }) => {
    const isNew = serverId === undefined || !seen.has(serverId);
    if (serverId !== undefined) {
      seen.add(serverId);
    }
    return isNew;
  });
}

/** For each item of the history the place of the message that it is, or undefined. */
function matchHistory(
  messages: MessageList,
  history: readonly IncomingMessage[],
): readonly (number | undefined)[] {
  const byId = new Map<string, number>();
  messages.forEach(({ serverId }, place) => {
    if (serverId !== undefined) {
      byId.set(serverId, place);
    }
  });
  const places = history.map(({ serverId }) =>
    serverId === undefined ? undefined : byId.get(serverId),
  );
  const taken = new Set<number | undefined>(places);
  // From the newest back: a page of history ends nearer to what is here than it begins.
  let bound = messages.length;
  for (const item of [...history.keys()].toReversed()) {
    places[item] ??= findByText(messages, history[item], taken, bound);
    taken.add(places[item]);
    bound = places[item] ?? bound;
  }
  return places;
}

/** The last before `bound`, else anywhere. What is still under way is the last to be taken for it. */
function findByText(
  messages: MessageList,
  incoming: IncomingMessage | undefined,
  taken: ReadonlySet<number | undefined>,
  bound: number,
): number | undefined {
  const candidates = messages.flatMap((message, place) =>
    incoming && !taken.has(place) && mayBe(message, incoming) ? [{ message, place }] : [],
  );
  const settled = candidates.filter(({ message }) => !isUnderWay(message));
  const preferred = settled.length > 0 ? settled : candidates;
  return (preferred.findLast(({ place }) => place < bound) ?? preferred.at(-1))?.place;
}

/** Whether a message of the user's may never have arrived: then what the platform has from before it is another. */
function isUncertain({ delivery }: ChatMessage): boolean {
  return delivery !== undefined && delivery !== 'acknowledged';
}

function isUnderWay({ delivery, state }: ChatMessage): boolean {
  return delivery === 'sending' || delivery === 'sent' || state === 'streaming';
}

/** Whether a message without an id is the one the platform remembers. */
function mayBe(message: ChatMessage, incoming: IncomingMessage): boolean {
  if (
    message.serverId !== undefined ||
    (message.role === 'user') !== (incoming.role === 'user') ||
    message.role === 'system' ||
    message.delivery === 'queued' ||
    message.delivery === 'failed'
  ) {
    return false;
  }
  const { createdAt = Infinity } = incoming;
  if (isUncertain(message) && createdAt < message.createdAt - SKEW_MS) {
    return false;
  }
  const text = messageText(message);
  if (text === '') {
    return isSameValue(message.parts, incoming.parts);
  }
  // An answer that has not ended is the beginning of the one the platform kept.
  const isWhole = message.role === 'user' || message.state === 'complete';
  return isWhole ? messageText(incoming) === text : messageText(incoming).startsWith(text);
}

function confirm(known: ChatMessage, incoming: IncomingMessage, isStopped: boolean): ChatMessage {
  const serverId = incoming.serverId ?? known.serverId;
  const named = known.serverId === serverId ? known : { ...known, serverId };
  if (known.role !== 'user') {
    return known.state === 'interrupted' && !isStopped
      ? { ...named, parts: incoming.parts, state: 'complete' }
      : named;
  }
  if (known.delivery === 'acknowledged') {
    return named;
  }
  const { error: _error, ...message } = named;
  return { ...message, delivery: 'acknowledged' };
}
