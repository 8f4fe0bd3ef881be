import type { ChatEvent } from '../chat/chat-event.ts';
import { writtenTurns } from '../chat/outbox.ts';
import type { RawFrame } from '../connection/connection.ts';
import type { Decoded, UserAct } from '../providers/provider.ts';
import { createPaintBuffer, type GrowthEvent } from './paint-buffer.ts';
import { parseFrame } from './parse-frame.ts';
import type { SessionCore } from './session-core.ts';
import { createTurnstile } from './turnstile.ts';

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

export interface InboxPorts {
  /** Something to do by itself, some time after an answer. */
  readonly onFollowUp: (act: UserAct) => void;
  /** After an error was read and applied. */
  readonly onError: (event: Extract<ChatEvent, { type: 'error' }>) => void;
}

export function createInbox(core: SessionCore, { onFollowUp, onError }: InboxPorts): Inbox {
  const paint = createPaintBuffer(core.runtime, (events) => {
    core.batch(() => events.forEach((event) => core.dispatch({ type: 'event', event })));
  });

  const turnstile = createTurnstile(core.runtime, core.batch);

  function apply(event: ChatEvent): void {
    if (isGrowth(event)) {
      return paint.add(event);
    }
    paint.flush();
    switch (event.type) {
      case 'session-ready':
        return core.connection()?.markReady();
      case 'unknown':
        return core.report(event.reason);
      case 'session-expire':
        return core.expire();
      case 'error':
        core.setLastError(event.error);
        applyError(core, event);
        return onError(event);
      default:
        core.dispatch({ type: 'event', event });
    }
  }

  function inTurn(run: () => void, weight?: number): void {
    const epoch = core.epoch();
    turnstile.pass(() => epoch === core.epoch() && run(), weight);
  }

  return {
    receive(frame) {
      const parsed = parseFrame(frame);
      if (!parsed.ok) {
        core.report(parsed.reason);
        return false;
      }
      const { events, then } = decode(core, parsed.value);
      const epoch = core.epoch();
      core.batch(() => {
        // A handler may reset the chat: the rest is then of no conversation.
        events.forEach((event) => epoch === core.epoch() && apply(event));
      });
      if (then && epoch === core.epoch()) {
        core.timers.set('follow-up', then.afterMs, () => onFollowUp(then.act));
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

/** A provider of one's own may throw where it should not. */
function decode(core: SessionCore, value: unknown): Decoded {
  try {
    return core.provider().decode(value, core.facts());
  } catch {
    return { events: [{ type: 'unknown', reason: 'a frame at which the provider threw' }] };
  }
}

function isGrowth(event: ChatEvent): event is GrowthEvent {
  return event.type === 'answer-delta' || event.type === 'answer-snapshot';
}

/** A message that was refused for its key only was not taken: it waits for another key. */
function applyError(core: SessionCore, event: Extract<ChatEvent, { type: 'error' }>): void {
  const turn = writtenTurns(core.conversation().outbox).find(
    (candidate) => !candidate.acknowledged && !candidate.answering,
  );
  if (event.scope === 'message' && event.fatal === 'auth' && turn) {
    core.dispatch({ type: 'act-requeue', entry: turn.entry });
    core.dispatch({ type: 'event', event: { ...event, scope: 'chat' } });
  } else {
    core.dispatch({ type: 'event', event });
  }
}
