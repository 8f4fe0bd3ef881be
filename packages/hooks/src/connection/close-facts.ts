import type { CloseFacts } from './connection.ts';
import type { Run } from './machine-state.ts';

/** How far a socket had come. */
export type SocketPhase = 'before-open' | 'before-ready' | 'ready';

export interface SocketCounts {
  readonly written: number;
  readonly received: number;
}

/**
 * The facts of a close event. `repeats` counts sockets in a row that ended with this code; a socket that
 * received anything begins a new row.
 */
export function closeFacts(
  run: Run,
  phase: SocketPhase,
  counts: SocketCounts,
  close: { readonly code: number; readonly reason: string },
): CloseFacts {
  const repeated = counts.received === 0 && run.lastCode === close.code;
  return {
    code: close.code,
    reason: close.reason,
    origin: 'server',
    observed: phase,
    failuresBeforeOpen: phase === 'before-open' ? run.failuresBeforeOpen + 1 : 0,
    written: counts.written,
    received: counts.received,
    repeats: repeated ? run.repeats + 1 : 1,
  };
}

/** The facts of a socket that we gave up ourselves: no code, because nobody sent one. */
export function localFacts(
  run: Run,
  phase: SocketPhase,
  counts: SocketCounts,
  timedOut: boolean,
): CloseFacts {
  const failures = timedOut ? run.failuresBeforeOpen + 1 : run.failuresBeforeOpen;
  return {
    code: 0,
    reason: '',
    origin: 'local',
    observed: timedOut ? 'timeout' : phase,
    failuresBeforeOpen: phase === 'before-open' ? failures : 0,
    written: counts.written,
    received: counts.received,
    repeats: 0,
  };
}
