import { createChatError } from '../chat/chat-error.ts';
import { findTurn, nextDeadline } from '../chat/outbox.ts';
import { outboxLimits } from './compose.ts';
import { timingOf } from './create-connection.ts';
import type { SessionCore } from './session-core.ts';

/** Sees to it that nothing waits for ever: neither to be written nor to be answered. */
export interface OutboxWatch {
  /** Follows the age of what waits. */
  watchAge(): void;
  /** Follows it, and the deadlines of the turns that are open. */
  watch(): void;
  /** The other side said something. */
  hear(): void;
}

/** Nothing is under way to a connection. */
export const AT_REST: readonly string[] = ['idle', 'closed', 'failed'];

const SEND_AGAIN = 'Send it again if it still matters.';

/** A timer of more than 24 days runs at once. */
export const MAX_TIMER_MS = 1e9;

/** `slowDown`: fewer messages at once may help. */
export function watchOutbox(core: SessionCore, slowDown: () => void): OutboxWatch {
  let heardAt = 0;

  /** When an answer that has begun is taken for dead: no word of anything for as long as a first one may take. */
  function stallAt(answerMs = Infinity): number {
    const heard = core.outbox.open.flatMap((turn) => (turn.answering ? turn.heardAt : []));
    return heard.length > 0 ? Math.max(heardAt, ...heard) + answerMs : Infinity;
  }

  function watch(): void {
    watchAge(core);
    const timing = timingOf(core);
    const { acknowledgeMs = 0, answerMs = 0 } = timing;
    const deadline = nextDeadline(core.outbox, timing);
    const at = Math.min(deadline?.at ?? Infinity, stallAt(timing.answerMs));
    if (at === Infinity) {
      core.timers.clear('deadline');
      return;
    }
    // Bounded, for a clock that was set back.
    const wait = Math.min(Math.max(acknowledgeMs, answerMs), Math.max(0, at - core.now()));
    core.timers.set('deadline', wait, () => {
      if (deadline?.at === at) {
        giveUp(deadline.id);
      } else if (stallAt(timing.answerMs) > core.now()) {
        watch();
      } else {
        core.connection?.suspect();
      }
    });
  }

  function giveUp(id: string): void {
    const turn = findTurn(core.outbox, id);
    if (turn?.acknowledged === false && core.state.capabilities.acknowledges) {
      slowDown();
    }
    const error = createChatError('timeout', 'No answer came in time.', {
      // What shows no message cannot be sent again by anybody.
      fix: turn?.entry.messageId && SEND_AGAIN,
    });
    core.dispatch({ type: 'act-doubt', id, error });
    core.connection?.abort(id);
    core.connection?.suspect();
  }

  return {
    watchAge: () => watchAge(core),
    watch,
    hear() {
      heardAt = core.now();
    },
  };
}

/** What waited too long fails, visibly. Watched for while there is hope: a chat at rest has no timer. */
function watchAge(core: SessionCore): void {
  const { ageMs } = outboxLimits(core);
  const now = core.now();
  const { queued } = core.outbox;
  const leftMs = ({ queuedAt }: { readonly queuedAt: number }): number => queuedAt + ageMs - now;
  const old = queued.filter((entry) => leftMs(entry) <= 0);
  const next = Math.min(...queued.map(leftMs));
  const status = core.connection?.status().status ?? 'idle';
  if (old.length > 0) {
    const error = createChatError('expired', 'This waited too long to be sent.', {
      fix: SEND_AGAIN,
      retryable: true,
    });
    old.forEach(({ id }) => core.fail(id, error));
  } else if (AT_REST.includes(status) || next === Infinity) {
    core.timers.clear('age');
  } else {
    core.timers.set('age', Math.min(next, MAX_TIMER_MS), () => watchAge(core));
  }
}
