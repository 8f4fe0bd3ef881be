import type { CloseFacts, CloseVerdict, ConnectionTiming, SocketTarget } from './connection.ts';
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
}

/** The settled options of a machine. */
export interface MachineRules {
  readonly timing: ConnectionTiming;
  /** Undefined: never dials by itself after a loss. */
  readonly retry: RetryOptions | undefined;
}

/** `facts` describe the socket that would be given up, in case there is one. */
interface Interruption {
  readonly moment: Moment;
  readonly facts: CloseFacts;
}

interface Loss extends Interruption {
  readonly generation: number;
  readonly verdict: CloseVerdict;
}

export type MachineEvent =
  | { readonly type: 'connect'; readonly moment: Moment }
  | ({ readonly type: 'redial' } & Interruption)
  | { readonly type: 'close' }
  | ({ readonly type: 'fail'; readonly verdict: 'auth' | 'stop' } & Interruption)
  | ({ readonly type: 'suspect' } & Interruption)
  | { readonly type: 'ready-mark' }
  | {
      readonly type: 'target-found';
      readonly generation: number;
      readonly target: SocketTarget;
    }
  | {
      readonly type: 'target-failed';
      readonly generation: number;
      readonly cause: unknown;
      readonly moment: Moment;
    }
  | { readonly type: 'socket-open'; readonly generation: number }
  | { readonly type: 'socket-frame'; readonly generation: number }
  /** It closed, was refused, or did not open in time. */
  | ({ readonly type: 'socket-lost' } & Loss)
  /** Nobody said that the open socket is usable, and the time for that is over. */
  | ({ readonly type: 'ready-late' } & Loss)
  | { readonly type: 'stable-due'; readonly generation: number }
  | { readonly type: 'retry-due'; readonly generation: number; readonly moment: Moment }
  /** The page came back: online, visible, or out of the back/forward cache. */
  | ({
      readonly type: 'wake';
      readonly silentMs: number;
      readonly mayRedial: boolean;
    } & Interruption);

export type TimerName = 'target' | 'connect' | 'ready' | 'stable' | 'retry';

/** What the interpreter does next, in this order. There is one timer: setting it replaces it. */
export type MachineEffect =
  | { readonly type: 'resolve'; readonly generation: number; readonly refresh: boolean }
  | { readonly type: 'open'; readonly generation: number; readonly target: SocketTarget }
  /** Detaches and closes the socket, whatever its state; nothing waits for its close event. */
  | { readonly type: 'drop'; readonly suspected: boolean }
  | {
      readonly type: 'timer-set';
      readonly timer: TimerName;
      readonly generation: number;
      readonly ms: number;
    }
  | { readonly type: 'timer-clear' }
  | { readonly type: 'report'; readonly facts: CloseFacts; readonly verdict: CloseVerdict }
  | { readonly type: 'assume-ready' };

export interface Step {
  readonly state: MachineState;
  readonly effects: readonly MachineEffect[];
}

export type EventOf<Type extends MachineEvent['type']> = Extract<MachineEvent, { type: Type }>;
