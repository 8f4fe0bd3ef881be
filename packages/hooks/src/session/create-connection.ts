import { withoutUndefined } from '../chat/without-undefined.ts';
import type {
  CloseFacts,
  CloseVerdict,
  Connection,
  ConnectionHandlers,
} from '../connection/connection.ts';
import type { Pacer } from '../connection/pacer.ts';
import type { ProviderTiming } from '../providers/provider.ts';
import { resolveTarget } from './prepare-session.ts';
import type { SessionCore } from './session-core.ts';

export interface ConnectionPorts {
  readonly classify: (facts: CloseFacts) => CloseVerdict;
  readonly handlers: ConnectionHandlers;
  readonly pacer: Pacer | undefined;
}

/** Makes the connection that the provider's transport asks for. */
export function createConnection(core: SessionCore, ports: ConnectionPorts): Connection {
  const { runtime, provider } = core;
  return provider.transport.open({
    ...ports,
    runtime,
    target: ({ refresh }) => resolveTarget(core, refresh),
    // Only a function can give other credentials when asked again.
    refreshable: () =>
      Object.values(core.provider.credentials).some((source) => typeof source === 'function'),
    // Options may change without another connection.
    get timing() {
      return timingOf(core);
    },
    get reconnect() {
      return core.options.reconnect ?? true;
    },
    get heartbeat() {
      return core.options.heartbeat;
    },
    // Who was asked in over this connection may be lost with it. Elsewhere a person speaks over any.
    mayRedialOnWake: () =>
      core.options.reconnect !== false && !(core.isHuman() && core.state.capabilities.handoff),
  });
}

/** The provider's times, or what the application gave instead. */
export function timingOf({ provider: { timing }, options }: SessionCore): ProviderTiming {
  const { ready } = timing;
  const {
    readyMs,
    connectMs = timing.connectMs,
    ...times
  } = withoutUndefined(options.deadlines ?? {});
  return {
    ...timing,
    ...times,
    connectMs,
    ready: ready.on === 'event' ? { ...ready, withinMs: readyMs ?? ready.withinMs } : ready,
  };
}
