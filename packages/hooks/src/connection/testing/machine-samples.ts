import type { EventOf, MachineEvent, MachineRules, Moment, Step } from '../machine-event.ts';
import { FIRST_RUN, type MachineState, type StateOf } from '../machine-state.ts';

/** One state of each kind and one event of each kind, for tests of the machine. */

export const RULES: MachineRules = {
  timing: {
    connectMs: 10_000,
    ready: { on: 'event', withinMs: 5_000, otherwise: 'close' },
    stableMs: 10_000,
  },
  retry: {},
  classify: () => 'retry',
};

export const MOMENT: Moment = {
  nowMs: 100_000,
  random: 0.5,
  away: false,
  canRefresh: true,
  written: 1,
  received: 1,
};

const run = { ...FIRST_RUN, attempt: 2 };
const attempt = { run, sinceMs: 99_000, away: false };
const reason = { kind: 'network' } as const;
const target = { kind: 'socket', url: 'wss://example.test' } as const;

export const STATES: { readonly [Status in MachineState['status']]: StateOf<Status> } = {
  idle: { status: 'idle', run: FIRST_RUN, notBeforeMs: 0 },
  resolving: { status: 'resolving', refresh: false, ...attempt },
  dialing: { status: 'dialing', target, ...attempt },
  opened: { status: 'opened', ...attempt },
  ready: { status: 'ready', run },
  stable: { status: 'stable', limitMs: 30_000, run: FIRST_RUN },
  waiting: { status: 'waiting', run, retryAtMs: 102_000, reason, isAdvised: false },
  failed: { status: 'failed', run: FIRST_RUN, reason },
  closed: { status: 'closed', run: FIRST_RUN },
};

export const EVENTS: { readonly [Type in MachineEvent['type']]: EventOf<Type> } = {
  connect: { type: 'connect' },
  redial: { type: 'redial' },
  close: { type: 'close' },
  fail: { type: 'fail', verdict: 'stop' },
  suspect: { type: 'suspect' },
  'ready-mark': { type: 'ready-mark' },
  'target-found': { type: 'target-found', target },
  'target-failed': { type: 'target-failed', cause: 'no' },
  'socket-open': { type: 'socket-open' },
  'socket-frame': { type: 'socket-frame' },
  'socket-close': { type: 'socket-close', close: { code: 1006, reason: '' } },
  due: { type: 'due' },
  leave: { type: 'leave' },
  wake: { type: 'wake', silentMs: 30_001, mayRedial: true },
};

/** A step in short: `resolving, report`. */
export function shorten({ state, report, assumed }: Step): string {
  return [state.status, report && 'report', assumed && 'assumed'].filter(Boolean).join(', ');
}
