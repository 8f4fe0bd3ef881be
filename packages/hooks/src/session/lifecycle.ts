import { MAX_MESSAGES } from '../chat/conversation.ts';
import { isSameValue } from '../chat/same-value.ts';
import type { Chat } from '../chat.ts';
import type { Provider } from '../providers/provider.ts';
import type { Inbox } from './inbox.ts';
import type { Link } from './link.ts';
import { prepareExchange } from './prepare-exchange.ts';
import type { Pump } from './pump.ts';
import { refuseUnsupported } from './refuse.ts';
import { leave, type SessionCore } from './session-core.ts';
import { AT_REST } from './watch-outbox.ts';

export interface Lifecycle extends Pick<
  Chat,
  'connect' | 'reconnect' | 'disconnect' | 'reset' | 'stop'
> {
  /** Draws the consequences of another provider value than `before`. */
  follow(before: Provider): void;
}

/** The actions on the connection and the session as a whole. */
export function createLifecycle(
  core: SessionCore,
  link: Link,
  inbox: Inbox,
  pump: Pump,
): Lifecycle {
  /** Incomplete or switched off: it stays as it is, and dials when the options allow it. */
  function mayDial(): boolean {
    const { incomplete, name } = core.provider;
    if (incomplete !== undefined) {
      core.runtime.logger('info', 'incomplete', { provider: name, missing: incomplete });
    }
    return incomplete === undefined && core.options.enabled !== false;
  }

  function dial(how: 'connect' | 'redial'): void {
    core.wantsConnection = true;
    if (mayDial()) {
      link.call(how);
    }
  }

  function reconnect(): void {
    dial(AT_REST.includes(core.state.connection.status) ? 'connect' : 'redial');
  }

  function disconnect(): void {
    core.wantsConnection = false;
    core.timers.clearAll();
    inbox.flush();
    core.stopAsking();
    link.call('close');
  }

  return {
    connect: () => dial('connect'),
    reconnect,
    disconnect,
    reset() {
      if (!core.state.capabilities.reset) {
        return refuseUnsupported(core, 'another session with these options');
      }
      inbox.clear();
      core.timers.clearAll();
      pump.abandon();
      core.epoch += 1;
      core.needs = 'renew';
      core.preparing = undefined;
      leave(core);
      core.context = undefined;
      core.setLastError(undefined);
      core.dispatch({ type: 'session-reset' });
      const { status } = core.state.connection;
      if (status !== 'idle' && status !== 'closed') {
        reconnect();
        prepareExchange(core, pump);
      }
      return { ok: true };
    },
    stop() {
      inbox.flush();
      const turn = core.outbox.open[0];
      core.dispatch({ type: 'answer-stop', discards: !core.isHttp });
      if (turn) {
        core.connection?.abort(turn.entry.id);
      }
    },
    follow(before) {
      const { capabilities, destination } = core.provider;
      const { status } = core.state.connection;
      const { maxMessages = MAX_MESSAGES } = core.options;
      core.dispatch({ type: 'capabilities-change', capabilities, maxMessages });
      if (status === 'closed') {
        return;
      }
      if (!mayDial()) {
        link.release();
      } else if (status === 'idle') {
        if (core.wantsConnection) {
          dial('connect');
        }
      } else if (!isSameValue(before.destination, destination)) {
        reconnect();
      } else {
        // A faster pace lets go at once what waits.
        pump.run();
      }
    },
  };
}
