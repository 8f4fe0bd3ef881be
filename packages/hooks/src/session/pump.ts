import { nextDeadline, nextEntry, type OutboxEntry } from '../chat/outbox.ts';
import { createChatError } from '../chat/chat-error.ts';
import type { UserAct } from '../providers/provider.ts';
import type { SessionCore } from './session-core.ts';

/** Moves what waits onto the wire: in order, no faster than the pace, no more turns at once than allowed. */
export interface Pump {
  run(): void;
  /** Nothing is written for this long: the server asked for it. */
  hold(ms: number): void;
  /** An HTTP exchange is over; false when it belonged to a session that is gone. */
  endExchange(id: string): boolean;
  /** Nothing is under way any more. */
  reset(): void;
  /** Follows the deadlines of the turns that are open. */
  watchDeadlines(): void;
}

export function createPump(core: SessionCore): Pump {
  const exchanges = new Map<string, OutboxEntry<UserAct>>();
  let heldUntil = 0;

  /** A turn of a human, or a poll, owes nobody an answer in time. */
  function opensTurn(act: UserAct): boolean {
    return act.type !== 'poll' && core.conversation().state.handoff !== 'agent';
  }

  function next(): OutboxEntry<UserAct> | undefined {
    const { outbox, state } = core.conversation();
    const head = outbox.queued[0];
    if (!head || (core.provider().transport === 'http' && exchanges.size > 0)) {
      return undefined;
    }
    const isFree = state.capabilities.parallelTurns || !opensTurn(head.act);
    return nextEntry(outbox, isFree ? 'free' : 'one-at-a-time');
  }

  /** Whether the head was taken and the next may be looked at. */
  function writeNext(entry: OutboxEntry<UserAct>): boolean {
    const outgoing = core.provider().encode(entry.act, core.facts());
    if ('error' in outgoing) {
      core.dispatch({ type: 'act-fail', id: entry.id, error: outgoing.error });
      return true;
    }
    core.dispatch({ type: 'act-write', id: entry.id, opensTurn: opensTurn(entry.act) });
    if (core.provider().transport === 'http') {
      exchanges.set(entry.id, entry);
    }
    const { body, path, headers, warning } = outgoing;
    if (warning !== undefined) {
      const provider = core.provider().name;
      core.tell((told) => told.onProtocolEvent?.({ provider, reason: warning }));
    }
    const message = { body: JSON.stringify(body), path, headers };
    if (core.connection()?.write(entry.id, message)) {
      return true;
    }
    exchanges.delete(entry.id);
    core.dispatch({ type: 'act-requeue', entry });
    return false;
  }

  /** A session that is over takes nothing more: the next write waits for another. */
  function needsSession(): boolean {
    const { expiresAt } = core.conversation().state.session;
    if (expiresAt !== undefined && expiresAt <= core.runtime.clock.now()) {
      core.expire();
    }
    return core.needsSession();
  }

  function run(): void {
    for (let entry = next(); entry; entry = next()) {
      const connection = core.connection();
      if (connection?.status().status !== 'ready') {
        return;
      }
      if (core.provider().transport === 'socket' && needsSession()) {
        connection.redial();
        return;
      }
      const wait = Math.max(connection.waitMs(), heldUntil - core.runtime.clock.now());
      if (wait > 0) {
        core.timers.set('pump', wait, run);
        return;
      }
      if (!writeNext(entry)) {
        return;
      }
    }
  }

  function watchDeadlines(): void {
    const { timing } = core.provider();
    const deadline = nextDeadline(core.conversation().outbox, {
      acknowledgeMs: core.options().deadlines?.acknowledgeMs ?? timing.acknowledgeMs,
      answerMs: core.options().deadlines?.answerMs ?? timing.answerMs,
    });
    if (!deadline) {
      core.timers.clear('deadline');
      return;
    }
    const wait = Math.max(0, deadline.at - core.runtime.clock.now());
    core.timers.set('deadline', wait, () => {
      const error = createChatError('timeout', 'No answer came in time.', {
        fix: 'Send it again if it matters: nobody knows whether it arrived.',
      });
      core.dispatch({ type: 'act-doubt', id: deadline.id, error });
      core.connection()?.abort(deadline.id);
      core.connection()?.suspect();
    });
  }

  return {
    run,
    hold(ms) {
      heldUntil = core.runtime.clock.now() + ms;
    },
    endExchange: (id) => exchanges.delete(id),
    reset() {
      exchanges.clear();
      heldUntil = 0;
    },
    watchDeadlines,
  };
}
