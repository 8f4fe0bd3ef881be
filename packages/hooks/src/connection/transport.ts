import type {
  CloseFacts,
  CloseVerdict,
  Connection,
  ConnectionHandlers,
  ConnectionTiming,
  HttpTarget,
  SocketTarget,
} from './connection.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import type { Pacer } from './pacer.ts';
import type { RetryOptions } from './retry-delay.ts';
import type { Runtime } from './runtime.ts';

/** What a connection is made of. What may change is looked at anew whenever it matters. */
export interface TransportOptions {
  /**
   * Asked at every dial (HTTP: at every write); `refresh` wants fresh credentials. May throw or reject: then
   * it is asked again later.
   */
  readonly target: (ask: {
    readonly refresh: boolean;
  }) => SocketTarget | HttpTarget | Promise<SocketTarget | HttpTarget>;
  readonly classify: (facts: CloseFacts) => CloseVerdict;
  readonly runtime: Runtime;
  readonly handlers: ConnectionHandlers;
  /** Whether asking again could give other credentials. */
  readonly refreshable: () => boolean;
  /** Shared by all sockets of this connection. Without it nothing is paced. */
  readonly pacer?: Pacer | undefined;
  /** For what stays open. HTTP dials nothing, so it has no use for this and for what follows. */
  readonly timing: ConnectionTiming;
  /** Whether (and how) it dials again by itself after a loss. */
  readonly reconnect: boolean | RetryOptions;
  readonly heartbeat?: HeartbeatOptions | undefined;
  /** False keeps a silent socket when the page wakes. Default true. */
  readonly mayRedialOnWake?: (() => boolean) | undefined;
}

/** How bytes travel. A value that a provider brings, so that an application carries only the code it uses. */
export interface Transport {
  readonly kind: 'socket' | 'http';
  open(options: TransportOptions): Connection;
}
