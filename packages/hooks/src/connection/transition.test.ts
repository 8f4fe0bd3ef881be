import { describe, expect, it } from 'vitest';

import type { CloseVerdict } from './connection.ts';
import { TARGET_MS } from './dial-steps.ts';
import type { MachineEvent, MachineRules, Step } from './machine-event.ts';
import { FIRST_RUN, type MachineState } from './machine-state.ts';
import { advisedDelayMs, retryDelayMs, DEFAULT_RETRY } from './retry-delay.ts';
import {
  EVENTS,
  GENERATION,
  LOCAL_FACTS,
  MOMENT,
  RULES,
  SERVER_FACTS,
  shorten,
  STATES,
} from './testing/machine-samples.ts';
import { AWAY_ATTEMPT_MS, transition } from './transition.ts';

type Status = MachineState['status'];
type Type = MachineEvent['type'];

const DIAL = 'resolving: timer:target resolve';
const REDIAL = 'resolving: drop report timer:target resolve';
const WAIT = 'waiting: timer:retry';
const LOST = 'waiting: report timer:retry';
const GIVEN_UP = 'waiting: drop report timer:retry';
const FAIL = 'failed: drop report timer-clear';

/** Every cell that is missing here means: the same state object, and nothing to do. */
const TABLE: { readonly [From in Status]: { readonly [On in Type]?: string } } = {
  idle: { connect: DIAL, redial: DIAL, close: 'closed: ' },
  resolving: {
    redial: DIAL,
    close: 'closed: timer-clear',
    fail: 'failed: timer-clear',
    'target-found': 'dialing: timer:connect open',
    'target-failed': WAIT,
  },
  dialing: {
    redial: REDIAL,
    close: 'closed: drop timer-clear',
    fail: FAIL,
    suspect: GIVEN_UP,
    // The constructor threw: there is no socket to drop.
    'target-failed': WAIT,
    'socket-open': 'opened: timer:ready',
    'socket-lost': LOST,
  },
  opened: {
    redial: REDIAL,
    close: 'closed: drop timer-clear',
    fail: FAIL,
    suspect: GIVEN_UP,
    'ready-mark': 'ready: timer:stable',
    'socket-lost': LOST,
    'ready-late': GIVEN_UP,
  },
  ready: {
    redial: REDIAL,
    close: 'closed: drop timer-clear',
    fail: FAIL,
    suspect: GIVEN_UP,
    'socket-lost': LOST,
    'stable-due': 'stable: ',
    wake: REDIAL,
  },
  stable: {
    redial: REDIAL,
    close: 'closed: drop timer-clear',
    fail: FAIL,
    suspect: REDIAL,
    'socket-lost': LOST,
    wake: REDIAL,
  },
  waiting: {
    connect: DIAL,
    redial: DIAL,
    close: 'closed: timer-clear',
    fail: 'failed: timer-clear',
    'retry-due': DIAL,
    wake: DIAL,
  },
  failed: { connect: DIAL, redial: DIAL, close: 'closed: ' },
  closed: { connect: DIAL },
};

// Object.keys of a mapped type gives exactly its keys: both samples are literals.
const STATUSES = Object.keys(STATES) as Status[];
const TYPES = Object.keys(EVENTS) as Type[];

function lose(
  state: MachineState,
  verdict: CloseVerdict,
  changes: Partial<typeof SERVER_FACTS> = {},
  moment: Partial<typeof MOMENT> = {},
  rules: MachineRules = RULES,
): Step {
  const facts = { ...SERVER_FACTS, ...changes };
  const { generation } = state;
  return transition(
    state,
    { type: 'socket-lost', generation, facts, verdict, moment: { ...MOMENT, ...moment } },
    rules,
  );
}

describe('transition', () => {
  for (const status of STATUSES) {
    for (const type of TYPES) {
      const cell = TABLE[status][type];
      it(`${status} on ${type}: ${cell ?? 'nothing'}`, () => {
        const before = STATES[status];
        const { state, effects } = transition(before, EVENTS[type], RULES);
        if (cell === undefined) {
          expect(state).toBe(before);
          expect(effects).toEqual([]);
        } else {
          expect(`${state.status}: ${shorten(effects)}`).toBe(cell);
        }
      });
    }
  }

  for (const type of TYPES.filter((type) => 'generation' in EVENTS[type])) {
    it(`means nothing when ${type} is of another generation`, () => {
      const stale = { ...EVENTS[type], generation: GENERATION - 1 };
      for (const status of STATUSES) {
        expect(transition(STATES[status], stale, RULES).state).toBe(STATES[status]);
      }
    });
  }
});

describe('transition after a loss', () => {
  it('rests when the server ended the session in peace, whatever the verdict', () => {
    for (const verdict of ['retry', 'auth', 'stop', 'poison'] as const) {
      const { state, effects } = lose(STATES.stable, verdict, { code: 1000 });
      expect(state.status).toBe('idle');
      expect(shorten(effects)).toBe('report timer-clear');
    }
  });

  it('dials at once after a peaceful end of a stable socket', () => {
    const { state } = lose(STATES.stable, 'retry', { code: 1000 });
    expect(transition(state, EVENTS.connect, RULES).state.status).toBe('resolving');
  });

  it('holds back a dial to a server that ends every fresh socket in peace', () => {
    let state: MachineState = STATES.idle;
    const seen: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      state = transition(state, EVENTS.connect, RULES).state;
      seen.push(state.status);
      state = {
        status: 'ready',
        generation: 1,
        run: 'run' in state ? state.run : FIRST_RUN,
      };
      state = lose(state, 'retry', { code: 1000 }).state;
    }
    expect(seen).toEqual(['resolving', 'resolving', 'resolving', 'waiting', 'waiting']);
  });

  it('lets a held dial go when its time has come', () => {
    const held: MachineState = {
      status: 'idle',
      generation: 1,
      run: FIRST_RUN,
      notBeforeMs: MOMENT.nowMs,
      reason: { kind: 'network' },
    };
    expect(transition(held, EVENTS.connect, RULES).state.status).toBe('resolving');
  });

  it('asks once for fresh credentials, and at once', () => {
    const { state, effects } = lose(STATES.opened, 'auth');
    expect(state).toMatchObject({ status: 'resolving', run: { refreshed: true } });
    expect(effects).toContainEqual({ type: 'resolve', generation: GENERATION + 1, refresh: true });
  });

  it('fails at the second refusal of credentials before a socket was stable', () => {
    const asked = lose(STATES.opened, 'auth').state;
    const ready: MachineState = {
      status: 'ready',
      generation: asked.generation,
      run: 'run' in asked ? asked.run : FIRST_RUN,
    };
    expect(lose(ready, 'auth').state).toMatchObject({
      status: 'failed',
      reason: { kind: 'auth', facts: { code: 1006 } },
    });
  });

  it('may ask for fresh credentials again once a socket was stable', () => {
    const ready: MachineState = {
      ...STATES.ready,
      run: { ...FIRST_RUN, refreshed: true },
    } as never;
    const stable = transition(ready, EVENTS['stable-due'], RULES).state;
    expect(lose(stable, 'auth').state.status).toBe('resolving');
  });

  it('fails for lack of authorisation when the credentials cannot change', () => {
    const { state } = lose(STATES.opened, 'auth', {}, { canRefresh: false });
    expect(state).toMatchObject({ status: 'failed', reason: { kind: 'auth' } });
  });

  it('fails on stop', () => {
    expect(lose(STATES.ready, 'stop').state).toMatchObject({
      status: 'failed',
      reason: { kind: 'stop' },
    });
  });

  it('retries after poison', () => {
    expect(lose(STATES.ready, 'poison').state.status).toBe('waiting');
  });

  it('waits at least as long as the server asks', () => {
    const { state } = lose(STATES.ready, { retryAfterMs: 60_000 }, {}, { random: 0 });
    expect(state).toMatchObject({ status: 'waiting', retryAtMs: MOMENT.nowMs + 60_000 });
  });

  it('does not dial by itself when retries are off', () => {
    const rules = { ...RULES, retry: undefined };
    expect(lose(STATES.stable, 'retry', {}, {}, rules).state).toMatchObject({
      status: 'failed',
      reason: { kind: 'network' },
    });
    expect(transition(STATES.stable, EVENTS.suspect, rules).state.status).toBe('failed');
    expect(transition(STATES.resolving, EVENTS['target-failed'], rules).state.status).toBe(
      'failed',
    );
  });

  it('calls a loss by our own deadline a timeout', () => {
    const { state } = lose(STATES.dialing, 'retry', {
      origin: 'local',
      code: 0,
      observed: 'timeout',
    });
    expect(state).toMatchObject({ status: 'waiting', reason: { kind: 'timeout' } });
  });

  it('keeps what a target function threw', () => {
    expect(transition(STATES.resolving, EVENTS['target-failed'], RULES).state).toMatchObject({
      reason: { kind: 'target', cause: 'no' },
    });
  });

  it('counts our own closes against nobody', () => {
    const run = { ...FIRST_RUN, lastCode: 1008, repeats: 1 };
    const { state } = transition(
      { status: 'ready', generation: GENERATION, run },
      { ...EVENTS.redial, facts: LOCAL_FACTS },
      RULES,
    );
    expect(state).toMatchObject({ run: { lastCode: 1008, repeats: 1 } });
  });
});

describe('transition on waking', () => {
  it('keeps a socket that spoke lately', () => {
    const event = { ...EVENTS.wake, silentMs: 30_000 };
    expect(transition(STATES.stable, event, RULES).state).toBe(STATES.stable);
  });

  it('keeps a silent socket on a veto', () => {
    const event = { ...EVENTS.wake, mayRedial: false };
    expect(transition(STATES.ready, event, RULES).state).toBe(STATES.ready);
  });

  it('abandons an attempt that began while away and hangs', () => {
    const away = { ...STATES.dialing, away: true, sinceMs: MOMENT.nowMs - AWAY_ATTEMPT_MS - 1 };
    const { state, effects } = transition(away, EVENTS.wake, RULES);
    expect(state.generation).toBe(GENERATION + 1);
    expect(shorten(effects)).toBe('drop report timer:target resolve');
    expect(transition(state, EVENTS.wake, RULES).state).toBe(state);
  });
});

describe('transition to ready', () => {
  it('is ready at open where the provider says so', () => {
    const rules: MachineRules = { ...RULES, timing: { ...RULES.timing, ready: { on: 'open' } } };
    const { state, effects } = transition(STATES.dialing, EVENTS['socket-open'], rules);
    expect(state.status).toBe('ready');
    expect(shorten(effects)).toBe('timer:stable');
  });

  it('takes a silent socket for ready where the provider says so', () => {
    const ready = { on: 'event', withinMs: 3_000, otherwise: 'ready' } as const;
    const rules: MachineRules = { ...RULES, timing: { ...RULES.timing, ready } };
    const { state, effects } = transition(STATES.opened, EVENTS['ready-late'], rules);
    expect(state.status).toBe('ready');
    expect(shorten(effects)).toBe('timer:stable assume-ready');
  });

  it('keeps the attempt until the socket is stable', () => {
    const ready = transition(STATES.opened, EVENTS['ready-mark'], RULES).state;
    expect(ready).toMatchObject({ run: { attempt: 2 } });
    expect(transition(ready, EVENTS['stable-due'], RULES).state).toMatchObject({
      run: { attempt: 1 },
    });
  });

  it('lets a first frame prove the socket, not the credentials, where the provider says so', () => {
    const rules = { ...RULES, timing: { ...RULES.timing, stableOnFrame: true } };
    const ready: MachineState = {
      status: 'ready',
      generation: GENERATION,
      run: { ...FIRST_RUN, attempt: 5, refreshed: true },
    };
    const { state } = transition(ready, EVENTS['socket-frame'], rules);
    expect(state).toMatchObject({ status: 'ready', run: { attempt: 1, refreshed: true } });
    expect(transition(state, EVENTS['socket-frame'], rules).state).toBe(state);
  });

  it('sets the deadlines of the provider', () => {
    const deadline = (step: Step): unknown => step.effects.find(({ type }) => type === 'timer-set');
    expect(deadline(transition(STATES.idle, EVENTS.connect, RULES))).toMatchObject({
      ms: TARGET_MS,
    });
    expect(deadline(transition(STATES.resolving, EVENTS['target-found'], RULES))).toMatchObject({
      ms: 10_000,
    });
    expect(deadline(transition(STATES.dialing, EVENTS['socket-open'], RULES))).toMatchObject({
      ms: 5_000,
    });
  });
});

describe('the wait before a retry', () => {
  const row = [
    [1, 200, 4_000],
    [2, 1_000, 8_000],
    [3, 1_000, 16_000],
    [4, 1_000, 30_000],
    [5, 1_000, 30_000],
    [2_000, 1_000, 30_000],
  ] as const;
  it.each(row)('number %i lies between %i and %i ms', (retry, low, high) => {
    expect(retryDelayMs(retry, 0, false, DEFAULT_RETRY)).toBe(low);
    expect(retryDelayMs(retry, 1, false, DEFAULT_RETRY)).toBe(high);
  });

  it('lies in the upper half below the cap while away', () => {
    expect(retryDelayMs(1, 0, true, DEFAULT_RETRY)).toBe(15_000);
    expect(retryDelayMs(1, 1, true, DEFAULT_RETRY)).toBe(30_000);
  });

  it('treats nonsense as no advice and cuts advice that no timer can hold', () => {
    for (const nonsense of [Number.NaN, -5, Number.NEGATIVE_INFINITY]) {
      expect(advisedDelayMs(nonsense, 0)).toBe(0);
    }
    expect(advisedDelayMs(Number.POSITIVE_INFINITY, 0.999)).toBeLessThan(2 ** 31);
  });
});
