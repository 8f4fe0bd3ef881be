import type { CloseFacts } from '../connection.ts';
import type { MachineEffect, MachineEvent, MachineRules, Moment } from '../machine-event.ts';
import { FIRST_RUN, type MachineState } from '../machine-state.ts';
import { DEFAULT_RETRY } from '../retry-delay.ts';

/** One state of each kind and one event of each kind, for tests of the machine. */

export const GENERATION = 7;

export const RULES: MachineRules = {
  timing: {
    connectMs: 10_000,
    ready: { on: 'event', withinMs: 5_000, otherwise: 'close' },
    stableMs: 10_000,
  },
  retry: DEFAULT_RETRY,
};

export const MOMENT: Moment = { nowMs: 100_000, random: 0.5, away: false, canRefresh: true };

export const SERVER_FACTS: CloseFacts = {
  code: 1006,
  reason: '',
  origin: 'server',
  observed: 'ready',
  failuresBeforeOpen: 0,
  written: 1,
  received: 1,
  repeats: 1,
};

export const LOCAL_FACTS: CloseFacts = { ...SERVER_FACTS, code: 0, origin: 'local', repeats: 0 };

const generation = GENERATION;
const run = { ...FIRST_RUN, attempt: 2 };
const attempt = { generation, run, sinceMs: 99_000, away: false };
const reason = { kind: 'network' } as const;

export const STATES: { readonly [Status in MachineState['status']]: MachineState } = {
  idle: { status: 'idle', generation, run: FIRST_RUN, notBeforeMs: 0, reason: undefined },
  resolving: { status: 'resolving', ...attempt },
  dialing: { status: 'dialing', ...attempt },
  opened: { status: 'opened', ...attempt },
  ready: { status: 'ready', generation, run },
  stable: { status: 'stable', generation, run: FIRST_RUN },
  waiting: { status: 'waiting', generation, run, retryAtMs: 102_000, reason },
  failed: { status: 'failed', generation, reason },
  closed: { status: 'closed', generation },
};

const target = { kind: 'socket', url: 'wss://example.test' } as const;

export const EVENTS: {
  readonly [Type in MachineEvent['type']]: Extract<MachineEvent, { type: Type }>;
} = {
  connect: { type: 'connect', moment: MOMENT },
  redial: { type: 'redial', moment: MOMENT, facts: LOCAL_FACTS },
  close: { type: 'close' },
  fail: { type: 'fail', verdict: 'stop', moment: MOMENT, facts: LOCAL_FACTS },
  suspect: { type: 'suspect', moment: MOMENT, facts: LOCAL_FACTS },
  'ready-mark': { type: 'ready-mark' },
  'target-found': { type: 'target-found', generation, target },
  'target-failed': { type: 'target-failed', generation, cause: 'no', moment: MOMENT },
  'socket-open': { type: 'socket-open', generation },
  'socket-frame': { type: 'socket-frame', generation },
  'socket-lost': {
    type: 'socket-lost',
    generation,
    facts: SERVER_FACTS,
    verdict: 'retry',
    moment: MOMENT,
  },
  'ready-late': {
    type: 'ready-late',
    generation,
    facts: { ...LOCAL_FACTS, observed: 'timeout' },
    verdict: 'retry',
    moment: MOMENT,
  },
  'stable-due': { type: 'stable-due', generation },
  'retry-due': { type: 'retry-due', generation, moment: MOMENT },
  wake: {
    type: 'wake',
    silentMs: 30_001,
    mayRedial: true,
    moment: MOMENT,
    facts: LOCAL_FACTS,
  },
};

/** Effects in short: `drop report timer:target resolve`. */
export function shorten(effects: readonly MachineEffect[]): string {
  return effects
    .map((effect) => (effect.type === 'timer-set' ? `timer:${effect.timer}` : effect.type))
    .join(' ');
}
