import type { ChatEvent } from '../chat/chat-event.ts';
import type { RawFrame } from '../connection/connection.ts';
import type { Decoded, UserAct } from '../providers/provider.ts';
import { compose } from './compose.ts';
import { unheardTurn } from './judge-close.ts';
import { createPaintBuffer, type GrowthEvent } from './paint-buffer.ts';
import { parseFrame } from './parse-frame.ts';
import type { Pump } from './pump.ts';
import type { SessionCore } from './session-core.ts';
import { createTurnstile } from './turnstile.ts';

type ErrorEvent = Extract<ChatEvent, { type: 'error' }>;

/** Reads frames: parse within bounds, let the provider decode, apply what happened in order. */
export interface Inbox {
  /** Whether it could be read at all: a frame that nobody understands is reported and skipped. */
  receive(frame: RawFrame): boolean;
  /** Runs what a connection tells in its order, also where frames have to wait. `weight` is the length of a frame. */
  inTurn(run: () => void, weight?: number): void;
  /** Runs it now, after everything that waits. */
  follow(run: () => void): void;
  /** Puts into the store what waits for the next paint. */
  flush(): void;
  /** The same for as long as a page can bear: whether that was all, or the rest follows in its turn. */
  catchUp(): boolean;
  /** Forgets what waits for the next paint. */
  clear(): void;
}

export function createInbox(core: SessionCore, pump: Pump): Inbox {
  const paint = createPaintBuffer(core.runtime, (events) => {
    core.batch(() => events.forEach(core.apply));
  });
  const turnstile = createTurnstile(core.runtime, core.batch);

  function apply(event: ChatEvent): void {
    if (isGrowth(event)) {
      return paint.add(event);
    }
    paint.flush();
    switch (event.type) {
      case 'session-ready':
        return core.connection?.markReady();
      case 'unknown':
        return core.report(event.reason);
      case 'session-expire':
        return core.expire();
      case 'error':
        return hearError(core, pump, event);
      default:
        core.apply(event);
    }
  }

  function inTurn(run: () => void, weight?: number): void {
    const { epoch } = core;
    turnstile.pass(() => epoch === core.epoch && run(), weight);
  }

  return {
    receive(frame) {
      const { events, then } = decode(core, frame);
      const { epoch } = core;
      core.batch(() => {
        // A handler may reset the chat: the rest is then of no conversation.
        events.forEach((event) => epoch === core.epoch && apply(event));
      });
      if (then && epoch === core.epoch) {
        core.timers.set('follow-up', then.afterMs, () => followUp(core, pump, then.act));
      }
      return events.some(({ type }) => type !== 'unknown');
    },
    inTurn,
    follow(run) {
      turnstile.flush();
      inTurn(run);
    },
    flush() {
      turnstile.flush();
      paint.flush();
    },
    catchUp() {
      const isAll = turnstile.read();
      paint.flush();
      return isAll;
    },
    clear: paint.clear,
  };
}

/** What the platform complains of: about a heartbeat, a message that was refused, or the connection itself. */
function hearError(core: SessionCore, pump: Pump, event: ErrorEvent): void {
  const { error, scope, fatal } = event;
  if (!fatal && core.outbox.open.length === 0 && core.connection?.hush()) {
    return core.report('an error answered the heartbeat, which is switched off');
  }
  core.setLastError(error);
  const turn = unheardTurn(core.outbox);
  if (scope === 'message' && fatal === 'auth' && turn) {
    // A message that was refused for its key only was not taken: it waits for another key.
    core.dispatch({ type: 'act-requeue', entry: turn.entry });
    core.apply({ ...event, scope: 'chat' });
  } else {
    core.apply(event);
  }
  if (error.code === 'rate-limited') {
    pump.slowDown();
  }
  const { closeAfterErrorMs } = core.provider.timing;
  if (scope === 'message' && closeAfterErrorMs !== undefined) {
    pump.hold(closeAfterErrorMs);
  }
  if (fatal) {
    core.connection?.fail(fatal, error);
  }
}

/** Belongs to the session and the connection of the answer that asked for it, and to no later ones. */
function followUp(core: SessionCore, pump: Pump, act: UserAct): void {
  if (core.connection?.status().status === 'ready' && !core.isExpired()) {
    compose(core, act, undefined, 'first');
    pump.run();
  }
}

/** What a frame says. A provider of one's own may throw where it should not. */
function decode(core: SessionCore, frame: RawFrame): Decoded {
  const { value, reason: problem } = parseFrame(frame);
  let reason = problem;
  try {
    if (reason === undefined) {
      return core.provider.decode(value, core.facts());
    }
  } catch {
    reason = 'a frame at which the provider threw';
  }
  return { events: [{ type: 'unknown', reason }] };
}

function isGrowth(event: ChatEvent): event is GrowthEvent {
  return event.type === 'answer-delta' || event.type === 'answer-snapshot';
}
