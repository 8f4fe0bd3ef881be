import type {
  CloseFacts,
  CloseVerdict,
  ConnectionHandlers,
  ConnectionTiming,
  HttpTarget,
  SocketTarget,
} from './connection.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import type { Pacer } from './pacer.ts';
import type { RetryOptions } from './retry-delay.ts';
import type { Runtime } from './runtime.ts';

/** What a socket connection is made of. */
export interface SocketConnectionOptions {
  /** Asked at every dial; `refresh` wants fresh credentials. May throw or reject: then it is asked again later. */
  readonly target: (ask: {
    readonly refresh: boolean;
  }) => SocketTarget | HttpTarget | Promise<SocketTarget | HttpTarget>;
  readonly classify: (facts: CloseFacts) => CloseVerdict;
  readonly timing: ConnectionTiming;
  readonly runtime: Runtime;
  readonly handlers: ConnectionHandlers;
  /** Shared by all sockets of this connection. Without it nothing is paced. */
  readonly pacer?: Pacer | undefined;
  /** Whether (and how) it dials again by itself after a loss. */
  readonly reconnect: boolean | Partial<RetryOptions>;
  readonly heartbeat?: HeartbeatOptions | undefined;
  /** Whether asking again could give other credentials. */
  readonly refreshable: () => boolean;
  /** False keeps a silent socket when the page wakes. Default true. */
  readonly mayRedialOnWake?: (() => boolean) | undefined;
}
