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
  /** The same function, called in the order of what a connection tells, also where frames have to wait. */
  inTurn<Args extends readonly unknown[]>(
    handle: (...args: Args) => void,
    weigh?: (...args: Args) => number,
  ): (...args: Args) => void;
  /** Puts into the store what waits for the next paint. */
  flush(): void;
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
    events.forEach((event) => core.dispatch({ type: 'event', event }));
  });

  const turnstile = createTurnstile(core.runtime, core.batch);

  function report(reason: string): void {
    const provider = core.provider().name;
    core.runtime.logger('warn', 'protocol-event', { provider });
    core.tell((options) => options.onProtocolEvent?.({ provider, reason }));
  }

  function apply(event: ChatEvent): void {
    if (isGrowth(event)) {
      paint.add(event);
      return;
    }
    paint.flush();
    switch (event.type) {
      case 'session-ready':
        core.connection()?.markReady();
        return;
      case 'unknown':
        report(event.reason);
        return;
      case 'error':
        core.setLastError(event.error);
        applyError(core, event);
        onError(event);
        return;
      case 'session-expire':
        core.expire();
        return;
      default:
        core.dispatch({ type: 'event', event });
    }
  }

  function scheduleFollowUp(followUp: Decoded['then']): void {
    if (followUp) {
      core.timers.set('follow-up', followUp.afterMs, () => onFollowUp(followUp.act));
    }
  }

  return {
    receive(frame) {
      const parsed = parseFrame(frame);
      if (!parsed.ok) {
        report(parsed.reason);
        return false;
      }
      const { events, then } = core.provider().decode(parsed.value, core.facts());
      const epoch = core.epoch();
      core.batch(() => {
        // A handler may reset the chat: the rest is then of no conversation.
        events.forEach((event) => epoch === core.epoch() && apply(event));
      });
      if (epoch === core.epoch()) {
        scheduleFollowUp(then);
      }
      return events.some(({ type }) => type !== 'unknown');
    },
    inTurn:
      (handle, weigh) =>
      (...args) => {
        const epoch = core.epoch();
        turnstile.pass(
          () => {
            if (epoch === core.epoch()) {
              handle(...args);
            }
          },
          weigh?.(...args),
        );
      },
    flush() {
      turnstile.flush();
      paint.flush();
    },
    clear: paint.clear,
  };
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
