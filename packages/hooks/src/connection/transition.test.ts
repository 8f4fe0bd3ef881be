import { describe, expect, it } from 'vitest';

import type { CloseVerdict } from './connection.ts';
import { TARGET_MS } from './loss-steps.ts';
import type { MachineEvent, MachineRules, Step } from './machine-event.ts';
import { FIRST_RUN, type MachineState } from './machine-state.ts';
import { advisedDelayMs, retryDelayMs } from './retry-delay.ts';
import { EVENTS, MOMENT, RULES, shorten, STATES } from './testing/machine-samples.ts';
import { AWAY_ATTEMPT_MS, transition, WAKE_SILENCE_MS } from './transition.ts';

type Status = MachineState['status'];
type Type = MachineEvent['type'];

const DIAL = 'resolving';
const REDIAL = 'resolving, report';
const WAIT = 'waiting';
const LOST = 'waiting, report';
const FAIL = 'failed, report';

/** Every cell that is missing here means: the same state object, and nothing to tell. */
const TABLE: { readonly [From in Status]: { readonly [On in Type]?: string } } = {
  idle: { connect: DIAL, redial: DIAL, close: 'closed' },
  resolving: {
    redial: DIAL,
    close: 'closed',
    fail: 'failed',
    'target-found': 'dialing',
    'target-failed': WAIT,
    due: WAIT,
  },
  dialing: {
    redial: REDIAL,
    close: 'closed',
    fail: FAIL,
    suspect: LOST,
    // The constructor threw: there was no socket that could be lost.
    'target-failed': WAIT,
    'socket-open': 'opened',
    'socket-close': LOST,
    due: LOST,
    leave: LOST,
  },
  opened: {
    redial: REDIAL,
    close: 'closed',
    fail: FAIL,
    suspect: LOST,
    'ready-mark': 'ready',
    'socket-close': LOST,
    due: LOST,
    leave: LOST,
  },
  ready: {
    redial: REDIAL,
    close: 'closed',
    fail: FAIL,
    suspect: LOST,
    'socket-close': LOST,
    due: 'stable',
    leave: LOST,
    wake: REDIAL,
  },
  stable: {
    redial: REDIAL,
    close: 'closed',
    fail: FAIL,
    suspect: REDIAL,
    'socket-close': LOST,
    leave: LOST,
    wake: REDIAL,
  },
  waiting: {
    connect: DIAL,
    redial: DIAL,
    close: 'closed',
    fail: 'failed',
    due: DIAL,
    wake: DIAL,
  },
  failed: { connect: DIAL, redial: DIAL, close: 'closed' },
  closed: { connect: DIAL },
};

// Object.keys of a mapped type gives exactly its keys: both samples are literals.
const STATUSES = Object.keys(STATES) as Status[];
const TYPES = Object.keys(EVENTS) as Type[];

function step(state: MachineState, event: MachineEvent, rules: MachineRules = RULES): Step {
  return transition(state, event, MOMENT, rules);
}

function lose(
  state: MachineState,
  verdict: CloseVerdict,
  code = 1006,
  moment: Partial<typeof MOMENT> = {},
  rules: MachineRules = RULES,
): Step {
  return transition(
    state,
    { type: 'socket-close', close: { code, reason: '' } },
    { ...MOMENT, ...moment },
    { ...rules, classify: () => verdict },
  );
}

describe('transition', () => {
  for (const status of STATUSES) {
    for (const type of TYPES) {
      const cell = TABLE[status][type];
      it(`${status} on ${type}: ${cell ?? 'nothing'}`, () => {
        const before = STATES[status];
        const after = step(before, EVENTS[type]);
        if (cell === undefined) {
          expect(after.state).toBe(before);
          expect(shorten(after)).toBe(status);
        } else {
          expect(after.state).not.toBe(before);
          expect(shorten(after)).toBe(cell);
        }
      });
    }
  }
});

describe('transition after a loss', () => {
  it('rests when the server ended the session in peace, unless the verdict names another thing to do', () => {
    const after = (verdict: CloseVerdict) => lose(STATES.stable, verdict, 1000).state;
    expect(after('retry').status).toBe('idle');
    expect(after('stop').status).toBe('idle');
    expect(after({ retryAfterMs: 20_000 })).toMatchObject({ status: 'waiting' });
    expect(after({ retryAfterMs: 20_000 }).limitMs).toBeGreaterThanOrEqual(20_000);
    expect(after('auth')).toMatchObject({ status: 'resolving', refresh: true });
    expect(after('poison').status).toBe('waiting');
  });

  it('dials at once after a peaceful end of a stable socket', () => {
    const { state } = lose(STATES.stable, 'retry', 1000);
    expect(step(state, EVENTS.connect).state.status).toBe('resolving');
  });

  it('holds back a dial to a server that ends every fresh socket in peace', () => {
    let state: MachineState = STATES.idle;
    const seen: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      state = step(state, EVENTS.connect).state;
      seen.push(state.status);
      state = { status: 'ready', run: state.run };
      state = lose(state, 'retry', 1000).state;
    }
    expect(seen).toEqual(['resolving', 'resolving', 'resolving', 'waiting', 'waiting']);
    // The server asked for no wait: a page that wakes may dial.
    const held = step(
      { status: 'idle', run: FIRST_RUN, notBeforeMs: MOMENT.nowMs + 9 },
      EVENTS.connect,
    );
    expect(step(held.state, EVENTS.wake).state.status).toBe('resolving');
  });

  it('lets a held dial go when its time has come', () => {
    const held: MachineState = {
      status: 'idle',
      run: FIRST_RUN,
      notBeforeMs: MOMENT.nowMs,
    };
    expect(step(held, EVENTS.connect).state.status).toBe('resolving');
  });

  it('asks once for fresh credentials, and at once', () => {
    expect(lose(STATES.opened, 'auth').state).toMatchObject({
      status: 'resolving',
      refresh: true,
      run: { refreshed: 'refused' },
    });
  });

  it('fails at the second refusal of credentials before a socket was stable', () => {
    const asked = lose(STATES.opened, 'auth').state;
    const ready: MachineState = { status: 'ready', run: asked.run };
    expect(lose(ready, 'auth').state).toMatchObject({
      status: 'failed',
      reason: { kind: 'auth', facts: { code: 1006 } },
    });
  });

  it('asks for fresh credentials on a guess when the third handshake in a row was refused, once', () => {
    const waiting = (failuresBeforeOpen: number, refreshed: 'no' | 'guess' = 'no') =>
      step({ ...STATES.waiting, run: { ...FIRST_RUN, failuresBeforeOpen, refreshed } }, EVENTS.due);
    expect(waiting(2).state).toMatchObject({ refresh: false, run: { refreshed: 'no' } });
    expect(waiting(3).state).toMatchObject({ refresh: true, run: { refreshed: 'guess' } });
    expect(waiting(4).state).toMatchObject({ refresh: true, run: { refreshed: 'guess' } });
    expect(waiting(9, 'guess').state).toMatchObject({
      refresh: false,
      run: { refreshed: 'guess' },
    });
    const run = { ...FIRST_RUN, failuresBeforeOpen: 3 };
    const fixed = { ...MOMENT, canRefresh: false };
    const after = transition({ ...STATES.waiting, run }, EVENTS.due, fixed, RULES);
    expect(after.state).toMatchObject({ refresh: false });
  });

  it('asks once more when credentials that were fresh on a guess are refused in words', () => {
    const run = { ...FIRST_RUN, refreshed: 'guess' } as const;
    const asked = lose({ ...STATES.opened, run }, 'auth').state;
    expect(asked).toMatchObject({ status: 'resolving', refresh: true });
    expect(lose({ ...STATES.opened, run: asked.run }, 'auth').state.status).toBe('failed');
  });

  it('counts a code until a socket was stable, whatever was received meanwhile', () => {
    let state: MachineState = STATES.ready;
    const seen: unknown[] = [];
    for (const code of [1011, 1011, 1006, 1011]) {
      const { state: after, report } = lose({ status: 'ready', run: state.run }, 'retry', code);
      seen.push(report?.facts.repeats);
      state = after;
    }
    expect(seen).toEqual([1, 2, 1, 1]);
    const stable = step({ status: 'ready', run: state.run }, EVENTS.due).state;
    expect(lose(stable, 'retry', 1011).report?.facts.repeats).toBe(1);
  });

  it('may ask for fresh credentials again once a socket was stable', () => {
    const ready: MachineState = {
      ...STATES.ready,
      run: { ...FIRST_RUN, refreshed: 'refused' },
    };
    const stable = step(ready, EVENTS.due).state;
    expect(lose(stable, 'auth').state.status).toBe('resolving');
  });

  it('fails for lack of authorisation when the credentials cannot change', () => {
    const { state } = lose(STATES.opened, 'auth', 1006, { canRefresh: false });
    expect(state).toMatchObject({ status: 'failed', reason: { kind: 'auth' } });
  });

  it.each(['connect', 'redial'] as const)(
    'asks for fresh credentials first when those it failed for are to be tried again: %s',
    (type) => {
      const refused: MachineState = { ...STATES.failed, reason: { kind: 'auth' } };
      const { state } = step(refused, EVENTS[type]);
      expect(state).toMatchObject({ status: 'resolving', refresh: true });
      // That was once: a refusal of these is final.
      expect(lose({ ...STATES.opened, run: state.run }, 'auth').state.status).toBe('failed');
      const fixed = transition(refused, EVENTS[type], { ...MOMENT, canRefresh: false }, RULES);
      expect(fixed.state).toMatchObject({ refresh: false, run: { refreshed: 'no' } });
      expect(step(STATES.failed, EVENTS[type]).state).toMatchObject({ refresh: false });
    },
  );

  it('counts an attempt once, also when its end is read to be about the credentials only later', () => {
    const { state } = lose({ ...STATES.opened, run: FIRST_RUN }, 'retry');
    expect(state).toMatchObject({ status: 'waiting', run: { attempt: 2 } });
    const refused = step(state, { type: 'fail', verdict: 'auth' }).state;
    expect(refused).toMatchObject({ status: 'resolving', refresh: true, run: { attempt: 2 } });
  });

  it.each(['resolving', 'dialing', 'ready', 'stable', 'waiting'] as const)(
    'fails in %s for the cause that its owner gives',
    (status) => {
      const { state } = step(STATES[status], { type: 'fail', verdict: 'stop', cause: 'so' });
      expect(state).toMatchObject({ status: 'failed', reason: { kind: 'stop', cause: 'so' } });
    },
  );

  it('counts no failed handshake when the owner gives a dial up', () => {
    const { report } = step(STATES.dialing, { type: 'fail', verdict: 'stop' });
    expect(report?.facts).toMatchObject({ observed: 'before-open', failuresBeforeOpen: 0 });
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
    const { state } = lose(STATES.ready, { retryAfterMs: 60_000 }, 1006, { random: 0 });
    expect(state).toMatchObject({ status: 'waiting', retryAtMs: MOMENT.nowMs + 60_000 });
  });

  it('does not dial by itself when retries are off', () => {
    const rules = { ...RULES, retry: undefined };
    expect(lose(STATES.stable, 'retry', 1006, {}, rules).state).toMatchObject({
      status: 'failed',
      reason: { kind: 'network' },
    });
    expect(step(STATES.stable, EVENTS.suspect, rules).state.status).toBe('failed');
    expect(step(STATES.resolving, EVENTS['target-failed'], rules).state.status).toBe('failed');
  });

  it('calls a loss by our own deadline a timeout', () => {
    expect(step(STATES.dialing, EVENTS.due).state).toMatchObject({
      status: 'waiting',
      reason: { kind: 'timeout', facts: { origin: 'local', code: 0, observed: 'timeout' } },
    });
  });

  it('keeps what a target function threw', () => {
    expect(step(STATES.resolving, EVENTS['target-failed']).state).toMatchObject({
      reason: { kind: 'target', cause: 'no' },
    });
  });

  it('counts our own closes against nobody', () => {
    const run = { ...FIRST_RUN, lastCode: 1008, repeats: 1 };
    const { state } = step({ status: 'ready', run }, EVENTS.redial);
    expect(state).toMatchObject({ run: { lastCode: 1008, repeats: 1 } });
  });
});

describe('transition on waking', () => {
  it('keeps a wait that the server asked for, whose owner may still cut it short', () => {
    const advised = lose(STATES.ready, { retryAfterMs: 1 }).state;
    expect(step(advised, EVENTS.wake).state).toBe(advised);
    expect(step(advised, EVENTS.redial).state.status).toBe('resolving');
    expect(step(advised, EVENTS.connect).state.status).toBe('resolving');
    expect(step(advised, EVENTS.due).state.status).toBe('resolving');
  });

  it.each([0, Number.NaN, -1])('ends a wait for which the server named no time: %d', (ms) => {
    const { state } = lose(STATES.ready, { retryAfterMs: ms });
    expect(step(state, EVENTS.wake).state.status).toBe('resolving');
  });

  it('keeps a socket that spoke lately', () => {
    const event = { ...EVENTS.wake, silentMs: 30_000 };
    expect(step(STATES.stable, event).state).toBe(STATES.stable);
  });

  it('keeps a silent socket on a veto', () => {
    const event = { ...EVENTS.wake, mayRedial: false };
    expect(step(STATES.ready, event).state).toBe(STATES.ready);
  });

  it('abandons an attempt that began while away and hangs', () => {
    const away = { ...STATES.dialing, away: true, sinceMs: MOMENT.nowMs - AWAY_ATTEMPT_MS - 1 };
    const after = step(away, EVENTS.wake);
    expect(shorten(after)).toBe(REDIAL);
    expect(step(after.state, EVENTS.wake).state).toBe(after.state);
  });
});

describe('transition to ready', () => {
  it('is ready at open where the provider says so', () => {
    const rules: MachineRules = { ...RULES, timing: { ...RULES.timing, ready: { on: 'open' } } };
    expect(shorten(step(STATES.dialing, EVENTS['socket-open'], rules))).toBe('ready');
  });

  it('takes a silent socket for ready where the provider says so', () => {
    const ready = { on: 'event', withinMs: 3_000, otherwise: 'ready' } as const;
    const rules: MachineRules = { ...RULES, timing: { ...RULES.timing, ready } };
    expect(shorten(step(STATES.opened, EVENTS.due, rules))).toBe('ready, assumed');
  });

  it('keeps the attempt until the socket is stable', () => {
    const ready = step(STATES.opened, EVENTS['ready-mark']).state;
    expect(ready).toMatchObject({ run: { attempt: 2 } });
    expect(step(ready, EVENTS.due).state).toMatchObject({
      run: { attempt: 1 },
    });
  });

  it('lets a first frame prove the socket, not the credentials, where the provider says so', () => {
    const rules = { ...RULES, timing: { ...RULES.timing, stableOnFrame: true } };
    const ready: MachineState = {
      status: 'ready',
      run: { ...FIRST_RUN, attempt: 5, refreshed: 'refused' },
    };
    const { state } = step(ready, EVENTS['socket-frame'], rules);
    expect(state).toMatchObject({ status: 'ready', run: { attempt: 1, refreshed: 'refused' } });
    expect(step(state, EVENTS['socket-frame'], rules).state).toBe(state);
  });

  it('counts closes with the same code on over a first frame, until the socket is stable by its age', () => {
    const rules = { ...RULES, timing: { ...RULES.timing, stableOnFrame: true } };
    const run = { ...FIRST_RUN, attempt: 5, failuresBeforeOpen: 2, lastCode: 1011, repeats: 4 };
    const { state } = step({ status: 'ready', run }, EVENTS['socket-frame'], rules);
    const proven = { attempt: 1, failuresBeforeOpen: 0, lastCode: 1011, repeats: 4 };
    expect(state).toMatchObject({ status: 'ready', run: proven });
    expect(step(state, EVENTS.due, rules).state).toMatchObject({ run: FIRST_RUN });
  });

  it('gives each situation its time', () => {
    const limit = (state: MachineState, type: Type) => step(state, EVENTS[type]).state.limitMs;
    expect(limit(STATES.idle, 'connect')).toBe(TARGET_MS);
    expect(limit(STATES.resolving, 'target-found')).toBe(10_000);
    expect(limit(STATES.dialing, 'socket-open')).toBe(5_000);
    expect(limit(STATES.opened, 'ready-mark')).toBe(10_000);
    expect(limit(STATES.ready, 'due')).toBe(WAKE_SILENCE_MS);
    const lost = step(STATES.ready, EVENTS['socket-close']).state;
    expect(lost).toMatchObject({ retryAtMs: MOMENT.nowMs + (lost.limitMs ?? 0) });
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
    expect(retryDelayMs(retry, 0, false, {})).toBe(low);
    expect(retryDelayMs(retry, 1, false, {})).toBe(high);
  });

  it('lies in the upper half below the cap while away', () => {
    expect(retryDelayMs(1, 0, true, {})).toBe(15_000);
    expect(retryDelayMs(1, 1, true, {})).toBe(30_000);
  });

  it('treats nonsense as no advice and cuts advice that no timer can hold', () => {
    for (const nonsense of [Number.NaN, -5, Number.NEGATIVE_INFINITY]) {
      expect(advisedDelayMs(nonsense, 0)).toBe(0);
    }
    expect(advisedDelayMs(Number.POSITIVE_INFINITY, 0.999)).toBeLessThan(2 ** 31);
  });
});
