import type { OutboxEntry } from '../chat/outbox.ts';
import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { Connection, WireMessage } from '../connection/connection.ts';
import { createPacer, type PaceOptions, type Pacer } from '../connection/pacer.ts';
import { retryDelayMs } from '../connection/retry-delay.ts';
import type { Outgoing, UserAct } from '../providers/provider.ts';
import { timingOf } from './create-connection.ts';
import { prepareExchange } from './prepare-exchange.ts';
import type { SessionCore } from './session-core.ts';
import { MAX_TIMER_MS, type OutboxWatch, watchOutbox } from './watch-outbox.ts';

/** Moves what waits onto the wire: in order, no faster than the pace, no more turns at once than allowed. */
export interface Pump extends Pick<OutboxWatch, 'watch' | 'hear'> {
  run(): void;
  /** The pace of what is written, heartbeats included. It outlives connections. */
  pacer(): Pacer;
  /** Fewer messages at once, for a while. */
  slowDown(): void;
  /** Nothing is written for this long, in milliseconds. */
  hold(ms: number): void;
  /** The same, and no shorter than a socket would wait after as many failures in a row; undefined ends the row. */
  backOff(leastMs: number | undefined): void;
  /** An HTTP exchange is over; false when it belonged to a session that is gone. */
  endExchange(id: string): boolean;
  /** The connection is gone: nothing is under way any more, and nothing is held back for its sake. */
  lose(): void;
  /** The session is over: what is under way ends unheard. */
  abandon(): void;
  /** Whether several messages went out within the last second. */
  wroteBurst(): boolean;
}

/** So many messages within `BURST_MS` are what a server may take for a flood. */
const BURST = 3;
const BURST_MS = 1000;

/** Between two looks whether all that was heard is read. */
const CATCH_UP_MS = 50;

/** `catchUp` puts what was heard so far into the store: whether that was all of it. */
export function createPump(core: SessionCore, catchUp: () => boolean): Pump {
  /** HTTP: the message whose exchange is under way. */
  let exchange: string | undefined;
  const pacer = createPacer(livePace(core), core.runtime.clock);
  let hold = { until: 0, ms: 0 };
  /** Times in a row that an exchange was told to wait. */
  let refusals = 0;
  let writtenAt: number[] = [];
  const { slowDown } = pacer;
  const { watchAge, watch, hear } = watchOutbox(core, slowDown);

  /**
   * A human, one who is still to come included, owes nobody an answer in time; nor does a poll. What asks for one,
   * and a request over HTTP, is answered by a machine, whoever has the conversation.
   */
  function opensTurn(act: UserAct): boolean {
    return act.type === 'agent' || (act.type !== 'poll' && (core.isHttp || !core.isHuman()));
  }

  function next(): OutboxEntry<UserAct> | undefined {
    const { outbox, state } = core;
    const head = outbox.queued[0];
    if (!head || exchange !== undefined) {
      return undefined;
    }
    const isFree =
      outbox.open.length === 0 || state.capabilities.parallelTurns || !opensTurn(head.act);
    return isFree ? head : undefined;
  }

  /** Never longer than it was to be held: a clock may be set back. */
  function heldMs(): number {
    const now = core.now();
    hold.until = Math.min(hold.until, now + hold.ms);
    return hold.until - now;
  }

  /** Whether the head was taken and the next may be looked at. */
  function writeNext(entry: OutboxEntry<UserAct>): boolean {
    if (!catchUp()) {
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
      core.fail(entry.id, outgoing.error);
      return true;
    }
    const { warning, ...message } = outgoing;
    if (warning !== undefined) {
      core.report(warning);
    }
    let isWritten = false;
    // One step: whoever hears of it may send more, and that must not overtake this.
    core.batch(() => {
      isWritten = write(entry, message);
    });
    return isWritten;
  }

  /** It leaves now, unless it was taken back while its address and its key were asked for. */
  function leave(entry: OutboxEntry<UserAct>): boolean {
    const { id, act } = entry;
    const isWanted = core.outbox.queued.includes(entry);
    if (isWanted) {
      core.dispatch({ type: 'act-write', id, opensTurn: opensTurn(act) });
      writtenAt = [...writtenAt, core.now()].slice(-BURST);
      if (core.isHttp && act.type === 'poll') {
        // It has no turn, so no other deadline: one that nobody answers would hold up whatever is said after it.
        const { answerMs = MAX_TIMER_MS } = timingOf(core);
        core.timers.set('poll', Math.min(answerMs, MAX_TIMER_MS), () => core.connection?.abort(id));
      }
    }
    return isWanted;
  }

  function write(entry: OutboxEntry<UserAct>, message: WireMessage): boolean {
    const { id } = entry;
    exchange = core.isHttp ? id : undefined;
    if (!core.isHttp) {
      leave(entry);
    }
    const isWritten = core.connection?.write(id, message, () => leave(entry)) ?? false;
    if (!isWritten) {
      exchange = undefined;
      core.dispatch({ type: 'act-requeue', entry });
    }
    return isWritten;
  }

  /** A session that is over takes nothing more: what waits is for the next one. */
  function hasSession(connection: Connection): boolean {
    if (core.isExpired()) {
      core.expire();
    }
    if (core.needs === undefined) {
      return true;
    }
    if (core.isHttp) {
      prepareExchange(core, pump);
    } else {
      connection.redial();
    }
    return false;
  }

  function run(): void {
    watchAge();
    for (let entry = next(); entry; entry = next()) {
      const connection = core.connection;
      if (connection?.status().status !== 'ready') {
        return;
      }
      const wait = Math.max(connection.waitMs(), heldMs());
      if (wait > 0) {
        core.timers.set('pump', wait, run);
        return;
      }
      if (!hasSession(connection) || !writeNext(entry)) {
        return;
      }
    }
  }

  const pump: Pump = {
    run,
    pacer: () => pacer,
    slowDown,
    hold(ms) {
      const until = core.now() + ms;
      hold = until > hold.until ? { until, ms } : hold;
    },
    backOff(leastMs) {
      if (leastMs === undefined) {
        refusals = 0;
        return;
      }
      // Several may have waited for the same.
      refusals += heldMs() > 0 ? 0 : 1;
      const { reconnect } = core.options;
      const retry = typeof reconnect === 'object' ? reconnect : {};
      const wait = retryDelayMs(refusals, core.runtime.random(), false, retry);
      pump.hold(Math.max(leastMs, wait));
    },
    endExchange(id) {
      const isOurs = id === exchange;
      core.timers.clear('poll');
      exchange = isOurs ? undefined : exchange;
      return isOurs;
    },
    lose() {
      exchange = undefined;
      hold = { until: 0, ms: 0 };
      refusals = 0;
      core.timers.clear('pump');
    },
    abandon() {
      const id = exchange;
      exchange = undefined;
      if (id !== undefined) {
        core.connection?.abort(id);
      }
    },
    hear,
    wroteBurst: () => writtenAt.length === BURST && core.now() - (writtenAt[0] ?? 0) <= BURST_MS,
    watch,
  };
  return pump;
}

/** A window without a length holds any number of frames. */
const NO_PACE: PaceOptions = { frames: 1, perMs: -1 };

/** The pace as the options say it at the time. */
function livePace(core: SessionCore): PaceOptions {
  const read = (): PaceOptions => (core.options.pace ?? core.provider.timing.pace) || NO_PACE;
  return {
    get frames() {
      return read().frames;
    },
    get perMs() {
      return read().perMs;
    },
  };
}

/** A provider of one's own may throw where it should not, or give what is no JSON. */
function encode(
  core: SessionCore,
  act: UserAct,
): Extract<Outgoing, { error: ChatError }> | (WireMessage & { warning?: string | undefined }) {
  try {
    const outgoing = core.provider.encode(act, core.facts());
    return 'error' in outgoing ? outgoing : { ...outgoing, body: JSON.stringify(outgoing.body) };
  } catch {
    return { error: createChatError('protocol', 'This message could not be written.') };
  }
}
