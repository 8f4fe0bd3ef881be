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
import { probeKey } from './probe-key.ts';
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
      async onClose(facts, verdict) {
        ports.handlers.onClose(facts, verdict);
        // What is ready by now has an answer of its own.
        const refusal = await probeKey(core, facts);
        if (refusal && connection.status().status !== 'ready') {
          core.setLastError(refusal);
          connection.fail('auth');
        }
      },
    },
    target: ({ refresh }) => ports.target(refresh),
    refreshable: () => isRefreshable(core),
    timing: mergeTiming(provider.timing, deadlines),
    reconnect: reconnect ?? true,
    heartbeat,
    mayRedialOnWake: () => !core.isHuman(),
  });
  return connection;
}

/** Only a function can give other credentials when asked again. */
function isRefreshable(core: SessionCore): boolean {
  return Object.values(core.provider().credentials).some((source) => typeof source === 'function');
}

function mergeTiming(timing: ProviderTiming, deadlines: Deadlines = {}): ProviderTiming {
  const { ready } = timing;
  return {
    ...timing,
    connectMs: deadlines.connectMs ?? timing.connectMs,
    ready:
      ready.on === 'event' && deadlines.readyMs !== undefined
        ? { ...ready, withinMs: deadlines.readyMs }
        : ready,
  };
}
