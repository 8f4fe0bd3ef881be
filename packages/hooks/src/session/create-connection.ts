import type { ChatState } from '../chat/chat-state.ts';
import type {
  CloseFacts,
  CloseVerdict,
  Connection,
  ConnectionHandlers,
  HttpTarget,
  SocketTarget,
} from '../connection/connection.ts';
import { createHttpConnection } from '../connection/http-connection.ts';
import type { Pacer } from '../connection/pacer.ts';
import { createSocketConnection } from '../connection/socket-connection.ts';
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
  const common = {
    ...ports,
    runtime,
    target: ({ refresh }: { readonly refresh: boolean }) => ports.target(refresh),
    refreshable: () => isRefreshable(core),
  };
  return provider.transport === 'http'
    ? createHttpConnection(common)
    : createSocketConnection({
        ...common,
        timing: mergeTiming(provider.timing, deadlines),
        reconnect: reconnect ?? true,
        heartbeat,
        mayRedialOnWake: () => !isWithPerson(core.conversation().state),
      });
}

function isWithPerson({ handoff }: ChatState): boolean {
  return handoff === 'agent';
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
