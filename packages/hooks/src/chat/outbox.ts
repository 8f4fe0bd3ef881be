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
  /** UTF-8 bytes of what is asked for. */
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly queuedAt: number;
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
  /** An answer has ended before the platform said that it has the message: most likely this one's. */
  readonly answered?: true | undefined;
}

export interface Outbox<Act> {
  readonly queued: readonly OutboxEntry<Act>[];
  readonly open: readonly OpenTurn<Act>[];
  /** Written while nobody owed an answer: taken for sent, unless its connection turns out to have been dead. */
  readonly loose: readonly OpenTurn<Act>[];
}

/** How much may wait to be written, and for how long. */
export interface OutboxLimits {
  readonly messages: number;
  /** UTF-8 bytes of what is asked for. */
  readonly bytes: number;
  readonly ageMs: number;
  /** Which message has no place any more: the new one, or the one that has waited longest. */
  readonly whenFull: 'reject-new' | 'drop-oldest';
}

export const OUTBOX_LIMITS: OutboxLimits = {
  messages: 200,
  bytes: 1_048_576,
  ageMs: 86_400_000,
  whenFull: 'reject-new',
};

export const EMPTY_OUTBOX: Outbox<never> = { queued: [], open: [], loose: [] };

/** A connection that says something this long after a message was written had the message. */
const PROOF_MS = 10_000;

/** The waiting entries that give way to another one of this size; undefined when that one stays out. */
export function makeRoom<Act>(
  { queued }: Pick<Outbox<Act>, 'queued'>,
  bytes: number,
  limits: OutboxLimits,
): readonly OutboxEntry<Act>[] | undefined {
  const isFull = (kept: readonly OutboxEntry<Act>[]): boolean =>
    kept.length >= limits.messages ||
    kept.reduce((sum, entry) => sum + entry.bytes, bytes) > limits.bytes;
  const most = limits.whenFull === 'drop-oldest' ? queued.length : 0;
  for (let gone = 0; gone <= most; gone += 1) {
    if (!isFull(queued.slice(gone))) {
      return queued.slice(0, gone);
    }
  }
  return undefined;
}

/** An outbox whose holder may change: its lists are replaced, never written to. */
export interface WritableOutbox<Act> {
  queued: Outbox<Act>['queued'];
  open: Outbox<Act>['open'];
  loose: Outbox<Act>['loose'];
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

/**
 * Takes an entry out of the queue and gives it back; with `writtenAt` its turn is `open` from here on, or `loose`
 * when nobody owes it an answer.
 */
export function dequeue<Act>(
  outbox: WritableOutbox<Act>,
  id: string,
  writtenAt?: number,
  list: 'open' | 'loose' = 'open',
): OutboxEntry<Act> | undefined {
  const entry = outbox.queued.find((candidate) => candidate.id === id);
  outbox.queued = outbox.queued.filter((candidate) => candidate !== entry);
  // What shows nowhere can turn out to be nothing.
  if (entry && writtenAt !== undefined && (list === 'open' || entry.messageId !== undefined)) {
    const turn = { entry, writtenAt, heardAt: writtenAt, acknowledged: false, answering: false };
    outbox[list] = [...outbox[list], turn];
  }
  return entry;
}

/** Everything that was written and may still turn out not to have arrived. */
export function writtenTurns<Act>({
  open,
  loose,
}: Pick<Outbox<Act>, 'open' | 'loose'>): readonly OpenTurn<Act>[] {
  return [...open, ...loose];
}

export function findTurn<Act>(
  outbox: Pick<Outbox<Act>, 'open' | 'loose'>,
  id: string | undefined,
): OpenTurn<Act> | undefined {
  return writtenTurns(outbox).find(({ entry }) => entry.id === id);
}

/** The connection is alive: what was written well before now has arrived. */
export function proveLoose<Act>(outbox: WritableOutbox<Act> & { readonly now: number }): void {
  outbox.loose = outbox.loose.filter(({ writtenAt }) => writtenAt + PROOF_MS > outbox.now);
}

/** Closes an entry's turn and puts it back at the head of the queue. */
export function requeue<Act>(outbox: WritableOutbox<Act>, entry: OutboxEntry<Act>): void {
  closeTurn(outbox, entry.id);
  enqueue(outbox, entry, 'first');
}

export function closeTurn<Act>(outbox: WritableOutbox<Act>, id: string | undefined): void {
  replaceTurn(outbox, id, () => []);
}

export function updateTurn<Act>(
  outbox: WritableOutbox<Act>,
  id: string | undefined,
  change: Partial<Pick<OpenTurn<Act>, 'acknowledged' | 'answering' | 'answered' | 'heardAt'>>,
): void {
  replaceTurn(outbox, id, (turn) => [{ ...turn, ...change }]);
}

function replaceTurn<Act>(
  outbox: WritableOutbox<Act>,
  id: string | undefined,
  replace: (turn: OpenTurn<Act>) => readonly OpenTurn<Act>[],
): void {
  const each = (turn: OpenTurn<Act>): readonly OpenTurn<Act>[] =>
    turn.entry.id === id ? replace(turn) : [turn];
  outbox.open = outbox.open.flatMap(each);
  outbox.loose = outbox.loose.flatMap(each);
}

/** The open turn whose deadline comes first, and when: milliseconds since the epoch. */
export function nextDeadline<Act>(
  outbox: Outbox<Act>,
  timing: { readonly acknowledgeMs?: number | undefined; readonly answerMs?: number | undefined },
): { readonly id: string; readonly at: number } | undefined {
  const { acknowledgeMs = Infinity, answerMs = Infinity } = timing;
  const owed = outbox.open.flatMap((turn) => {
    const acknowledgeAt = turn.acknowledged ? Infinity : turn.writtenAt + acknowledgeMs;
    const at = Math.min(acknowledgeAt, turn.heardAt + answerMs);
    return turn.answering || at === Infinity ? [] : [{ id: turn.entry.id, at }];
  });
  return owed.toSorted((one, other) => one.at - other.at)[0];
}
