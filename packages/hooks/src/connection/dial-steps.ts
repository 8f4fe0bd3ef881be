import type { CloseFacts, ConnectionFailure } from './connection.ts';
import type { MachineEffect, Moment, Step } from './machine-event.ts';
import type { MachineState, Run } from './machine-state.ts';

/** Asking for a target may take this long: beyond the time a credential function has of its own. */
export const TARGET_MS = 30_000;

export type StateOf<Status extends MachineState['status']> = Extract<
  MachineState,
  { status: Status }
>;

/** There is a socket. */
export type LiveState = StateOf<'dialing' | 'opened' | 'ready' | 'stable'>;

/** There is a socket, or there will be one without anybody asking. */
export type ActiveState = LiveState | StateOf<'resolving' | 'waiting'>;

export function isLive(state: MachineState): state is LiveState {
  const { status } = state;
  return status === 'dialing' || status === 'opened' || status === 'ready' || status === 'stable';
}

export function isActive(state: MachineState): state is ActiveState {
  return isLive(state) || state.status === 'resolving' || state.status === 'waiting';
}

/** The same object and nothing to do: the event meant nothing. */
export function stay(state: MachineState): Step {
  return { state, effects: [] };
}

/** Begins the next generation by asking where to go. */
export function dial(
  last: { readonly generation: number },
  run: Run,
  moment: Moment,
  options: { readonly refresh?: boolean; readonly before?: readonly MachineEffect[] } = {},
): Step {
  const generation = last.generation + 1;
  const { refresh = false, before = [] } = options;
  return {
    state: { status: 'resolving', generation, run, sinceMs: moment.nowMs, away: moment.away },
    effects: [
      ...before,
      { type: 'timer-set', timer: 'target', generation, ms: TARGET_MS },
      { type: 'resolve', generation, refresh },
    ],
  };
}

export function wait(
  last: { readonly generation: number },
  run: Run,
  until: { readonly delayMs: number; readonly nowMs: number },
  reason: ConnectionFailure,
  before: readonly MachineEffect[],
): Step {
  const { generation } = last;
  const { delayMs, nowMs } = until;
  return {
    state: { status: 'waiting', generation, run, retryAtMs: nowMs + delayMs, reason },
    effects: [...before, { type: 'timer-set', timer: 'retry', generation, ms: delayMs }],
  };
}

export function giveUp(
  last: { readonly generation: number },
  reason: ConnectionFailure,
  before: readonly MachineEffect[],
): Step {
  return {
    state: { status: 'failed', generation: last.generation, reason },
    effects: [...before, { type: 'timer-clear' }],
  };
}

/** Gives up the present attempt, if there is one, and dials at once. */
export function replace(
  state: ActiveState,
  run: Run,
  facts: CloseFacts,
  moment: Moment,
  suspected: boolean,
): Step {
  const before: readonly MachineEffect[] = isLive(state)
    ? [
        { type: 'drop', suspected },
        { type: 'report', facts, verdict: 'retry' },
      ]
    : [];
  return dial(state, run, moment, { before });
}
