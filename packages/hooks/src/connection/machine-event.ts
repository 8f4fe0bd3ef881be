import type {
  CloseFacts,
  CloseVerdict,
  ConnectionTiming,
  HttpTarget,
  SocketTarget,
} from './connection.ts';
import type { MachineState } from './machine-state.ts';
import type { RetryOptions } from './retry-delay.ts';

/** What the world looked like when an event happened: all that a pure machine may not look up itself. */
export interface Moment {
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
  /** The page is hidden or offline: waits are long. */
  readonly away: boolean;
  /** The credentials come from a function and can be asked for again. */
  readonly canRefresh: boolean;
  /** Frames written to and received from the present socket, if there is one. */
  readonly written?: number | undefined;
  readonly received?: number | undefined;
}

/** The settled options of a machine, as they are at the moment. */
export interface MachineRules {
  readonly timing: ConnectionTiming;
  /** Undefined: never dials by itself after a loss. */
  readonly retry: RetryOptions | undefined;
  /** What a lost socket means. Pure, and never throws. */
  readonly classify: (facts: CloseFacts) => CloseVerdict;
}

/** A close event, as the platform gave it. */
export interface SocketClose extends Pick<CloseFacts, 'http'> {
  readonly code: number;
  readonly reason: string;
}

export type MachineEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'redial' }
  | { readonly type: 'close' }
  | { readonly type: 'fail'; readonly verdict: 'auth' | 'stop'; readonly cause?: unknown }
  | { readonly type: 'suspect' }
  | { readonly type: 'ready-mark' }
  | { readonly type: 'target-found'; readonly target: SocketTarget | HttpTarget }
  | { readonly type: 'target-failed'; readonly cause: unknown }
  | { readonly type: 'socket-open' }
  | { readonly type: 'socket-frame' }
  | { readonly type: 'socket-close'; readonly close: SocketClose }
  /** The time that the present state may take is over. */
  | { readonly type: 'due' }
  /** The page goes into the back/forward cache, or away: a socket does not survive it. */
  | { readonly type: 'leave' }
  /** The page came back: online, visible, out of the back/forward cache, or out of a sleep. */
  | { readonly type: 'wake'; readonly silentMs: number; readonly mayRedial: boolean };

export type EventOf<Type extends MachineEvent['type']> = Extract<MachineEvent, { type: Type }>;

/**
 * The next state, and what is told. What the state needs (a socket, a timer, a target) is started by whoever
 * enters it; a socket is dropped on entering a state that has none.
 */
export interface Step {
  readonly state: MachineState;
  /** A socket was lost or given up. */
  readonly report?: { readonly facts: CloseFacts; readonly verdict: CloseVerdict } | undefined;
  /** Nobody said that the socket is usable, and it is taken for usable. */
  readonly assumed?: true | undefined;
}
