import type { ConnectionFailure } from './connection.ts';

/** What is remembered from dial to dial until a socket proves stable. */
export interface Run {
  /** Number of the dial that is made or waited for; 1 is the first, and any stable socket counts as 1. */
  readonly attempt: number;
  /** Fresh credentials were asked for already: the next refusal is final. */
  readonly refreshed: boolean;
  /** Dials in a row that failed before open. */
  readonly failuresBeforeOpen: number;
  /** The code of the last close that was not ours, and how often it came in a row on sockets that heard nothing. */
  readonly lastCode: number | undefined;
  readonly repeats: number;
}

export const FIRST_RUN: Run = {
  attempt: 1,
  refreshed: false,
  failuresBeforeOpen: 0,
  lastCode: undefined,
  repeats: 0,
};

interface Attempt {
  readonly run: Run;
  readonly generation: number;
  /** When this attempt began, and whether the page was hidden or offline then. */
  readonly sinceMs: number;
  readonly away: boolean;
}

/**
 * Every situation of a socket connection, finer than what is shown outside. `generation` is the number of
 * the dial; it only grows, and an event that carries another one means nothing.
 */
export type MachineState =
  /** `notBeforeMs` holds back a connection that the server ended several times before it was stable. */
  | {
      readonly status: 'idle';
      readonly generation: number;
      readonly run: Run;
      readonly notBeforeMs: number;
      readonly reason: ConnectionFailure | undefined;
    }
  /** Asking for the target (credentials). */
  | ({ readonly status: 'resolving' } & Attempt)
  | ({ readonly status: 'dialing' } & Attempt)
  /** Open, not usable yet. */
  | ({ readonly status: 'opened' } & Attempt)
  /** Usable, on probation. */
  | { readonly status: 'ready'; readonly generation: number; readonly run: Run }
  | { readonly status: 'stable'; readonly generation: number; readonly run: Run }
  | {
      readonly status: 'waiting';
      readonly generation: number;
      readonly run: Run;
      readonly retryAtMs: number;
      readonly reason: ConnectionFailure;
    }
  | { readonly status: 'failed'; readonly generation: number; readonly reason: ConnectionFailure }
  | { readonly status: 'closed'; readonly generation: number };

export const INITIAL_STATE: MachineState = {
  status: 'idle',
  generation: 0,
  run: FIRST_RUN,
  notBeforeMs: 0,
  reason: undefined,
};
