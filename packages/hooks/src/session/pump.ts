import { nextDeadline, nextEntry, type OutboxEntry } from '../chat/outbox.ts';
import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { Connection, WireMessage } from '../connection/connection.ts';
import type { Outgoing, UserAct } from '../providers/provider.ts';
import { outboxLimits } from './compose.ts';
import type { SessionCore } from './session-core.ts';

/** Moves what waits onto the wire: in order, no faster than the pace, no more turns at once than allowed. */
export interface Pump {
  run(): void;
  /** Nothing is written for this long, in milliseconds. */
  hold(ms: number): void;
  /** An HTTP exchange is over; false when it belonged to a session that is gone. */
  endExchange(id: string): boolean;
  /** The connection is gone: nothing is under way any more, and nothing is held back for its sake. */
  lose(): void;
  /** The session is over: what is under way ends unheard. */
  abandon(): void;
  /** The other side said something. */
  hear(): void;
  /** Whether several messages went out within the last second. */
  wroteBurst(): boolean;
  /** Follows the age of what waits and the deadlines of the turns that are open. */
  watch(): void;
}

export interface PumpPorts {
  /** HTTP: has the session made that the next exchange speaks in, and runs the pump again. */
  readonly prepare: () => void;
  /** Puts what was heard so far into the store: whether that was all of it. */
  readonly catchUp: () => boolean;
  /** A message went unacknowledged: less at once may help. */
  readonly slowDown: () => void;
}

const SEND_AGAIN = 'Send it again if it still matters.';

/** So many messages within `BURST_MS` are what a server may take for a flood. */
const BURST = 3;
const BURST_MS = 1000;

/** Between two looks whether all that was heard is read. */
const CATCH_UP_MS = 50;

const AT_REST: readonly string[] = ['idle', 'closed', 'failed'];

const MAX_TIMER_MS = 1e9;

export function createPump(core: SessionCore, ports: PumpPorts): Pump {
  const exchanges = new Map<string, OutboxEntry<UserAct>>();
  let heldUntil = 0;
  let heardAt = 0;
  let writtenAt: number[] = [];

  const isHttp = (): boolean => core.provider().transport.kind === 'http';

  /** A human, one who is still to come included, owes nobody an answer in time; nor does a poll. */
  function opensTurn(act: UserAct): boolean {
    return act.type !== 'poll' && !core.isHuman();
  }

  function next(): OutboxEntry<UserAct> | undefined {
    const { outbox, state } = core.conversation();
    const head = outbox.queued[0];
    if (!head || (isHttp() && exchanges.size > 0)) {
      return undefined;
    }
    const isFree = state.capabilities.parallelTurns || !opensTurn(head.act);
    return nextEntry(outbox, isFree ? 'free' : 'one-at-a-time');
  }

  /** Whether the head was taken and the next may be looked at. */
  function writeNext(entry: OutboxEntry<UserAct>): boolean {
    if (!ports.catchUp()) {
      // What was heard before a write must not be taken for its answer: it waits until all is read.
      core.timers.set('pump', CATCH_UP_MS, run);
      return false;
    }
    // What was heard may have been answered with a write already.
    if (next() !== entry) {
      return true;
    }
    const outgoing = encode(core, entry.act);
    if ('error' in outgoing) {
      core.dispatch({ type: 'act-fail', id: entry.id, error: outgoing.error });
      return true;
    }
    core.dispatch({ type: 'act-write', id: entry.id, opensTurn: opensTurn(entry.act) });
    if (isHttp()) {
      exchanges.set(entry.id, entry);
    }
    const { warning, ...message } = outgoing;
    if (warning !== undefined) {
      core.report(warning);
    }
    if (core.connection()?.write(entry.id, message)) {
      writtenAt = [...writtenAt, core.runtime.clock.now()].slice(-BURST);
      return true;
    }
    exchanges.delete(entry.id);
    core.dispatch({ type: 'act-requeue', entry });
    return false;
  }

  /** A session that is over takes nothing more: what waits is for the next one. */
  function hasSession(connection: Connection): boolean {
    if (core.isExpired()) {
      core.expire();
    }
    if (!core.needsSession()) {
      return true;
    }
    if (isHttp()) {
      ports.prepare();
    } else {
      connection.redial();
    }
    return false;
  }

  /** What waited too long fails, visibly. Watched for while there is hope: a chat at rest has no timer. */
  function watchAge(): void {
    const { ageMs } = outboxLimits(core);
    const now = core.runtime.clock.now();
    const { queued } = core.conversation().outbox;
    const old = queued.filter(({ queuedAt }) => now - queuedAt >= ageMs);
    const next = Math.min(...queued.map(({ queuedAt }) => queuedAt + ageMs - now));
    const status = core.connection()?.status().status ?? 'idle';
    if (old.length > 0) {
      const error = createChatError('expired', 'This waited too long to be sent.', {
        fix: SEND_AGAIN,
        retryable: true,
      });
      old.forEach(({ id }) => core.dispatch({ type: 'act-fail', id, error }));
    } else if (AT_REST.includes(status) || next === Infinity) {
      core.timers.clear('age');
    } else {
      // A timer of more than 24 days runs at once.
      core.timers.set('age', Math.min(next, MAX_TIMER_MS), watchAge);
    }
  }

  function run(): void {
    watchAge();
    for (let entry = next(); entry; entry = next()) {
      const connection = core.connection();
      if (connection?.status().status !== 'ready') {
        return;
      }
      const wait = Math.max(connection.waitMs(), heldUntil - core.runtime.clock.now());
      if (wait > 0) {
        core.timers.set('pump', wait, run);
        return;
      }
      if (!hasSession(connection) || !writeNext(entry)) {
        return;
      }
    }
  }

  /** When an answer that has begun is taken for dead: no word of anything for as long as a first one may take. */
  function stallAt(answerMs: number | undefined): number {
    const turns = core.conversation().outbox.open.filter((turn) => turn.answering);
    return answerMs === undefined || turns.length === 0
      ? Infinity
      : Math.max(heardAt, ...turns.map((turn) => turn.heardAt)) + answerMs;
  }

  function watch(): void {
    watchAge();
    const { timing } = core.provider();
    const { deadlines } = core.options();
    const acknowledgeMs = deadlines?.acknowledgeMs ?? timing.acknowledgeMs;
    const answerMs = deadlines?.answerMs ?? timing.answerMs;
    const deadline = nextDeadline(core.conversation().outbox, { acknowledgeMs, answerMs });
    const stall = stallAt(answerMs);
    const at = Math.min(deadline?.at ?? Infinity, stall);
    if (at === Infinity) {
      core.timers.clear('deadline');
      return;
    }
    // Bounded, for a clock that was set back.
    const longest = Math.max(acknowledgeMs ?? 0, answerMs ?? 0);
    const wait = Math.min(longest, Math.max(0, at - core.runtime.clock.now()));
    core.timers.set('deadline', wait, () => {
      if (deadline?.at === at) {
        giveUp(deadline.id);
      } else if (stallAt(answerMs) > core.runtime.clock.now()) {
        watch();
      } else {
        core.connection()?.suspect();
      }
    });
  }

  function giveUp(id: string): void {
    const turn = core.conversation().outbox.open.find((open) => open.entry.id === id);
    if (turn?.acknowledged === false && core.conversation().state.capabilities.acknowledges) {
      ports.slowDown();
    }
    const error = createChatError('timeout', 'No answer came in time.', {
      // What shows no message cannot be sent again by anybody.
      fix: turn?.entry.messageId && SEND_AGAIN,
    });
    core.dispatch({ type: 'act-doubt', id, error });
    core.connection()?.abort(id);
    core.connection()?.suspect();
  }

  return {
    run,
    hold(ms) {
      heldUntil = Math.max(heldUntil, core.runtime.clock.now() + ms);
    },
    endExchange: (id) => exchanges.delete(id),
    lose() {
      exchanges.clear();
      heldUntil = 0;
      core.timers.clear('pump');
    },
    abandon() {
      const under = [...exchanges.keys()];
      exchanges.clear();
      under.forEach((id) => core.connection()?.abort(id));
    },
    hear() {
      heardAt = core.runtime.clock.now();
    },
    wroteBurst: () =>
      writtenAt.length === BURST && core.runtime.clock.now() - (writtenAt[0] ?? 0) <= BURST_MS,
    watch,
  };
}

/** A provider of one's own may throw where it should not, or give what is no JSON. */
function encode(
  core: SessionCore,
  act: UserAct,
): Extract<Outgoing, { error: ChatError }> | (WireMessage & { warning?: string | undefined }) {
  try {
    const outgoing = core.provider().encode(act, core.facts());
    return 'error' in outgoing ? outgoing : { ...outgoing, body: JSON.stringify(outgoing.body) };
  } catch {
    return { error: createChatError('protocol', 'This message could not be written.') };
  }
}
