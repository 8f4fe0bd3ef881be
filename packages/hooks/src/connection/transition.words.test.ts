import { describe, expect, it } from 'vitest';

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
