import { describe, expect, it } from 'vitest';

import type { MachineRules } from './machine-event.ts';
import { EVENTS, MOMENT, RULES, STATES } from './testing/machine-samples.ts';
import { AWAY_ATTEMPT_MS, transition } from './transition.ts';

describe('what is told of an attempt that ends', () => {
  it('is that it was too late where it is suspected, whether it had been stable or not', () => {
    for (const state of [STATES.stable, STATES.ready, STATES.opened]) {
      const { report } = transition(state, EVENTS.suspect, MOMENT, RULES);
      expect(report).toMatchObject({
        verdict: 'retry',
        facts: { origin: 'local', observed: 'timeout', code: 0, reason: '' },
      });
    }
  });

  it('is that it was too late where a page wakes to a silent socket', () => {
    const { report } = transition(STATES.ready, EVENTS.wake, MOMENT, RULES);
    expect(report?.facts.observed).toBe('timeout');
  });

  it('is that it was too late for a handshake, also where silence would be taken for readiness', () => {
    const ready = { on: 'event', withinMs: 3_000, otherwise: 'ready' } as const;
    const rules = { ...RULES, timing: { ...RULES.timing, ready } };
    const after = transition(STATES.dialing, EVENTS.due, MOMENT, rules);
    expect(after.assumed).toBeUndefined();
    expect(after.report?.facts.observed).toBe('timeout');
  });

  it('is where it was when it was left on purpose, and that it is tried again', () => {
    expect(transition(STATES.ready, EVENTS.leave, MOMENT, RULES).report).toMatchObject({
      verdict: 'retry',
      facts: { origin: 'local', observed: 'ready' },
    });
    expect(transition(STATES.dialing, EVENTS.leave, MOMENT, RULES).report).toMatchObject({
      verdict: 'retry',
      facts: { origin: 'local', observed: 'before-open' },
    });
  });
});

describe('why it waits', () => {
  it('is the network where a server closes every fresh socket in peace', () => {
    const held = { ...STATES.idle, notBeforeMs: MOMENT.nowMs + 5000 };
    expect(transition(held, EVENTS.connect, MOMENT, RULES).state).toMatchObject({
      status: 'waiting',
      reason: { kind: 'network' },
      limitMs: 5000,
      retryAtMs: MOMENT.nowMs + 5000,
    });
  });

  it('is the target where nobody said in time where to go', () => {
    expect(transition(STATES.resolving, EVENTS.due, MOMENT, RULES).state).toMatchObject({
      status: 'waiting',
      reason: { kind: 'target' },
    });
  });
});

describe('an attempt begun while away', () => {
  const after = (ms: number, away: boolean) =>
    transition({ ...STATES.dialing, sinceMs: MOMENT.nowMs - ms, away }, EVENTS.wake, MOMENT, RULES)
      .state.status;

  it('is abandoned on wake when it is old, and one begun here is not', () => {
    expect(after(AWAY_ATTEMPT_MS + 1, true)).toBe('resolving');
    expect(after(AWAY_ATTEMPT_MS, true)).toBe('dialing');
    expect(after(AWAY_ATTEMPT_MS + 1, false)).toBe('dialing');
  });
});

it('a dial that is asked for may ask for fresh credentials again', () => {
  const tried = { ...STATES.ready, run: { ...STATES.ready.run, refreshed: 'guess' as const } };
  expect(transition(tried, EVENTS.redial, MOMENT, RULES).state.run.refreshed).toBe('no');
});

describe('a server that ends every fresh socket in peace', () => {
  const endOf = (attempt: number, retry: MachineRules['retry']) =>
    transition(
      { ...STATES.ready, run: { ...STATES.ready.run, attempt } },
      { type: 'socket-close', close: { code: 1000, reason: '' } },
      { ...MOMENT, random: 1 },
      { ...RULES, retry },
    ).state;

  it('is not dialed for as long as a retry of that number would wait', () => {
    expect(endOf(3, { capMs: 1e9 })).toMatchObject({
      status: 'idle',
      notBeforeMs: MOMENT.nowMs + 16_000,
    });
    expect(endOf(2, { capMs: 1e9 })).toMatchObject({ status: 'idle', notBeforeMs: 0 });
  });

  it('is dialed at once by an owner who wants no waits', () => {
    expect(endOf(9, undefined)).toMatchObject({ status: 'idle', notBeforeMs: 0 });
  });
});

it('a wait is as short as its owner wants where the server asks for none', () => {
  const rules = { ...RULES, retry: { firstMinMs: 0, baseMs: 100 } };
  const run = { ...STATES.ready.run, attempt: 1 };
  const { state } = transition({ ...STATES.ready, run }, EVENTS['socket-close'], MOMENT, rules);
  expect(state.limitMs).toBe(50);
});
