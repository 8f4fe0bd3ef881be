import type { ChatError } from './chat-error.ts';
import { createChatError } from './chat-error.ts';

/**
 * What waits to be written and what was written and is not yet answered. First in, first out: nothing
 * overtakes an older entry. Knows nothing of what an entry holds.
 */
export interface OutboxEntry<Act> {
  readonly id: string;
  readonly act: Act;
  /** The message that shows this act, if it shows. */
  readonly messageId: string | undefined;
  /** The text by which a platform acknowledges it. */
  readonly text: string | undefined;
  readonly size: number;
}

/** An entry that was written on the connection that is alive now. */
export interface OpenTurn<Act> {
  readonly entry: OutboxEntry<Act>;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
  /** When the other side last said something of this turn; `writtenAt` until then. */
  readonly heardAt: number;
  readonly acknowledged: boolean;
  /** A first frame of its answer has come. */
  readonly answering: boolean;
}

export interface Outbox<Act> {
  readonly queued: readonly OutboxEntry<Act>[];
  readonly open: readonly OpenTurn<Act>[];
}

export interface OutboxLimits {
  readonly messages: number;
  /** UTF-16 code units. */
  readonly size: number;
}

export const OUTBOX_LIMITS: OutboxLimits = { messages: 200, size: 1_048_576 };

export const EMPTY_OUTBOX: Outbox<never> = { queued: [], open: [] };

/** The error that keeps an entry out, or undefined when there is room. */
export function outboxRefusal<Act>(
  outbox: Outbox<Act>,
  size: number,
  limits: OutboxLimits,
): ChatError | undefined {
  const total = outbox.queued.reduce((sum, entry) => sum + entry.size, 0) + size;
  if (outbox.queued.length < limits.messages && total <= limits.size) {
    return undefined;
  }
  return createChatError('queue-full', 'Too many messages are waiting to be sent.', {
    fix: 'Wait until the connection is back, or discard a waiting message.',
  });
}

/** An outbox whose holder may change: its lists are replaced, never written to. */
export interface WritableOutbox<Act> {
  queued: Outbox<Act>['queued'];
  open: Outbox<Act>['open'];
}

export function enqueue<Act>(
  outbox: WritableOutbox<Act>,
  entry: OutboxEntry<Act>,
  place: 'first' | 'last' = 'last',
): void {
  const { queued } = outbox;
  if (!queued.some(({ id }) => id === entry.id)) {
    outbox.queued = place === 'first' ? [entry, ...queued] : [...queued, entry];
  }
}

/** The head of the queue, if the turns that are open let it go. */
export function nextEntry<Act>(
  outbox: Outbox<Act>,
  flow: 'one-at-a-time' | 'free',
): OutboxEntry<Act> | undefined {
  return flow === 'free' || outbox.open.length === 0 ? outbox.queued[0] : undefined;
}

/** Takes an entry out of the queue; with `writtenAt`, its turn is open from here on. */
export function dequeue<Act>(
  outbox: WritableOutbox<Act>,
  id: string,
  writtenAt: number | undefined,
): void {
  const { queued, open } = outbox;
  const entry = queued.find((candidate) => candidate.id === id);
  outbox.queued = queued.filter((candidate) => candidate !== entry);
  if (entry && writtenAt !== undefined) {
    const turn = { entry, writtenAt, heardAt: writtenAt, acknowledged: false, answering: false };
    outbox.open = [...open, turn];
  }
}

/** Closes an entry's turn and puts it back at the head of the queue. */
export function requeue<Act>(outbox: WritableOutbox<Act>, entry: OutboxEntry<Act>): void {
  closeTurn(outbox, entry.id);
  enqueue(outbox, entry, 'first');
}

export function closeTurn<Act>(outbox: WritableOutbox<Act>, id: string | undefined): void {
  outbox.open = outbox.open.filter((turn) => turn.entry.id !== id);
}

export function updateTurn<Act>(
  outbox: WritableOutbox<Act>,
  id: string,
  change: Partial<Pick<OpenTurn<Act>, 'acknowledged' | 'answering' | 'heardAt'>>,
): void {
  outbox.open = outbox.open.map((turn) => (turn.entry.id === id ? { ...turn, ...change } : turn));
}

/** The open turn whose deadline comes first, and when: milliseconds since the epoch. */
export function nextDeadline<Act>(
  outbox: Outbox<Act>,
  timing: { readonly acknowledgeMs?: number | undefined; readonly answerMs?: number | undefined },
): { readonly id: string; readonly at: number } | undefined {
  let first: { id: string; at: number } | undefined;
  for (const turn of outbox.open) {
    if (turn.answering) {
      continue;
    }
    const at = Math.min(
      turn.acknowledged ? Infinity : turn.writtenAt + (timing.acknowledgeMs ?? Infinity),
      turn.heardAt + (timing.answerMs ?? Infinity),
    );
    if (at < (first?.at ?? Infinity)) {
      first = { id: turn.entry.id, at };
    }
  }
  return first;
}
