import { isSameValue } from '../chat/same-value.ts';
import type { Chat } from '../chat.ts';
import type { Provider } from '../providers/provider.ts';
import type { Inbox } from './inbox.ts';
import type { Link } from './link.ts';
import type { SessionLife } from './prepare-session.ts';
import type { Pump } from './pump.ts';
import type { SessionCore } from './session-core.ts';
import { unsupported } from './unsupported.ts';

export interface Lifecycle extends Pick<
  Chat,
  'connect' | 'reconnect' | 'disconnect' | 'reset' | 'stop'
> {
  /** Draws the consequences of another provider value than `before`. */
  follow(before: Provider): void;
}

interface LifecycleParts {
  readonly core: SessionCore;
  readonly life: SessionLife;
  readonly link: Link;
  readonly inbox: Inbox;
  readonly pump: Pump;
}

/** The actions on the connection and the session as a whole. */
export function createLifecycle({ core, life, link, inbox, pump }: LifecycleParts): Lifecycle {
  /** Incomplete or switched off: it stays as it is, and dials when the options allow it. */
  function mayDial(): boolean {
    const { incomplete, name } = core.provider();
    if (incomplete !== undefined) {
      core.runtime.logger('info', 'incomplete', { provider: name, missing: incomplete });
    }
    return incomplete === undefined && core.options().enabled !== false;
  }

  function dial(isUp: boolean): void {
    life.wantsConnection = true;
    if (!mayDial()) {
      return;
    }
    if (isUp) {
      link.open().redial();
    } else {
      link.open().connect();
    }
    link.sync();
  }

  function reconnect(): void {
    const { status } = core.conversation().state.connection;
    dial(status === 'connecting' || status === 'ready' || status === 'reconnecting');
  }

  function disconnect(): void {
    life.wantsConnection = false;
    core.timers.clearAll();
    inbox.flush();
    link.open().close();
    core.stopAsking();
    link.sync();
  }

  return {
    connect: () => dial(false),
    reconnect,
    disconnect,
    reset() {
      if (!core.conversation().state.capabilities.reset) {
        return { ok: false, error: unsupported(core, 'another session with these options') };
      }
      inbox.clear();
      core.timers.clearAll();
      pump.abandon();
      life.epoch += 1;
      life.needs = 'renew';
      life.context = undefined;
      core.setLastError(undefined);
      core.dispatch({ type: 'session-reset' });
      const { status } = core.conversation().state.connection;
      if (status !== 'idle' && status !== 'closed') {
        reconnect();
        link.prepare();
      }
      return { ok: true };
    },
    stop() {
      inbox.flush();
      const turn = core.conversation().outbox.open[0];
      const isHttp = core.provider().transport.kind === 'http';
      core.dispatch({ type: 'answer-stop', discards: !isHttp });
      if (isHttp && turn) {
        link.connection()?.abort(turn.entry.id);
      }
    },
    follow(before) {
      const provider = core.provider();
      const { capabilities, destination } = provider;
      const { connection } = core.conversation().state;
      core.dispatch({ type: 'capabilities-change', capabilities });
      if (connection.status === 'closed') {
        return;
      }
      if (!mayDial()) {
        if (link.connection()) {
          link.release();
        }
      } else if (connection.status === 'idle') {
        if (life.wantsConnection) {
          dial(false);
        }
      } else if (!isSameValue(before.destination, destination)) {
        reconnect();
      }
    },
  };
}
