import type {
  CloseFacts,
  CloseVerdict,
  Connection,
  ConnectionHandlers,
  HttpTarget,
  SocketTarget,
} from '../connection/connection.ts';
import type { Pacer } from '../connection/pacer.ts';
import type { ProviderTiming } from '../providers/provider.ts';
import type { Deadlines } from './chat-options.ts';
import type { SessionCore } from './session-core.ts';

export interface ConnectionPorts {
  readonly target: (refresh: boolean) => Promise<SocketTarget | HttpTarget>;
  readonly classify: (facts: CloseFacts) => CloseVerdict;
  readonly handlers: ConnectionHandlers;
  readonly pacer: Pacer | undefined;
}

/** Makes the connection that the provider's transport asks for. */
export function createConnection(core: SessionCore, ports: ConnectionPorts): Connection {
  const { runtime } = core;
  const provider = core.provider();
  const { reconnect, heartbeat, deadlines } = core.options();
  const connection = provider.transport.open({
    ...ports,
    runtime,
    handlers: {
      ...ports.handlers,
      onClose(facts, verdict) {
        ports.handlers.onClose(facts, verdict);
        if (provider.calls?.history && mayBeKey(facts)) {
          import('./later.ts')
            .then(({ probeKey }) => probeKey(core, connection))
            // Neither what asks nor what is asked may be there without a network.
            .catch(() => {});
        }
      },
    },
    target: ({ refresh }) => ports.target(refresh),
    refreshable: () => isRefreshable(core),
    timing: mergeTiming(provider.timing, deadlines),
    reconnect: reconnect ?? true,
    heartbeat,
    mayRedialOnWake: () => reconnect !== false && !core.isHuman(),
  });
  return connection;
}

/**
 * A handshake was refused and nobody says why, for the third time in a row; or once more, with fresh
 * credentials by then.
 */
function mayBeKey({ observed, failuresBeforeOpen: times }: CloseFacts): boolean {
  return observed === 'before-open' && (times === 3 || times === 4);
}

/** Only a function can give other credentials when asked again. */
function isRefreshable(core: SessionCore): boolean {
  return Object.values(core.provider().credentials).some((source) => typeof source === 'function');
}

function mergeTiming(timing: ProviderTiming, deadlines: Deadlines = {}): ProviderTiming {
  const { ready } = timing;
  const { connectMs = timing.connectMs, readyMs } = deadlines;
  return {
    ...timing,
    connectMs,
    ready: ready.on === 'event' ? { ...ready, withinMs: readyMs ?? ready.withinMs } : ready,
  };
}
