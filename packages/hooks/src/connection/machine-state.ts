import type { ConnectionFailure, HttpTarget, SocketTarget } from './connection.ts';

/** What is remembered from dial to dial until a socket proves stable. */
export interface Run {
  /** Number of the dial that is made or waited for; 1 is the first, and any stable socket counts as 1. */
  readonly attempt: number;
  /**
   * Whether fresh credentials were asked for: on a `guess`, because handshakes fail, or because the present
   * ones were told to be `refused`. The next refusal is final then.
   */
  readonly refreshed: 'no' | 'guess' | 'refused';
  /** Dials in a row that failed before open. */
  readonly failuresBeforeOpen: number;
  /** The code of the last close that was not ours, and how often it came in a row. */
  readonly lastCode: number | undefined;
  readonly repeats: number;
}

export const FIRST_RUN: Run = {
  attempt: 1,
  refreshed: 'no',
  failuresBeforeOpen: 0,
  lastCode: undefined,
  repeats: 0,
};

interface Attempt {
  /** When this attempt began, and whether the page was hidden or offline then. */
  readonly sinceMs: number;
  readonly away: boolean;
}

/**
 * Every situation of a socket connection, finer than what is shown outside. A state object stands for one
 * stay in a situation: what was begun in it means nothing once it was replaced.
 */
export type MachineState = {
  readonly run: Run;
  /** How long this state may last before it is `due`, in milliseconds; for ever without one. */
  readonly limitMs?: number | undefined;
} & (
  | {
      readonly status: 'idle';
      /** Holds back a connection that the server ended several times before it was stable. */
      readonly notBeforeMs: number;
    }
  /** Asking for the target (credentials). */
  | ({ readonly status: 'resolving'; readonly refresh: boolean } & Attempt)
  | ({ readonly status: 'dialing'; readonly target: SocketTarget | HttpTarget } & Attempt)
  /** Open, not usable yet. */
  | ({ readonly status: 'opened' } & Attempt)
  /** Usable, on probation. */
  | { readonly status: 'ready' }
  | { readonly status: 'stable' }
  | {
      readonly status: 'waiting';
      readonly retryAtMs: number;
      readonly reason: ConnectionFailure;
      /** The server asked for it: no page that wakes cuts it short. */
      readonly isAdvised: boolean;
    }
  | { readonly status: 'failed'; readonly reason: ConnectionFailure }
  | { readonly status: 'closed' }
);

export type StateOf<Status extends MachineState['status']> = Extract<
  MachineState,
  { status: Status }
>;

export const INITIAL_STATE: MachineState = {
  status: 'idle',
  run: FIRST_RUN,
  notBeforeMs: 0,
};

/** How far a socket has come. */
export type SocketPhase = 'before-open' | 'before-ready' | 'ready';

const PHASES: { readonly [Status in MachineState['status']]?: SocketPhase } = {
  dialing: 'before-open',
  opened: 'before-ready',
  ready: 'ready',
  stable: 'ready',
};

/** How far the socket of this state has come; undefined in a state that has none. */
export function phaseOf({ status }: MachineState): SocketPhase | undefined {
  return PHASES[status];
}

/** There is a socket, or there will be one without anybody asking. */
export function isActive(state: MachineState): boolean {
  const { status } = state;
  return status === 'resolving' || status === 'waiting' || phaseOf(state) !== undefined;
}
