import { expect, it } from 'vitest';

import { closeFacts } from './close-facts.ts';
import { FIRST_RUN } from './machine-state.ts';
import { EVENTS, MOMENT, RULES, STATES } from './testing/machine-samples.ts';
import { transition } from './transition.ts';

const CLOSE = { code: 1011, reason: 'no' };
const run = { ...FIRST_RUN, failuresBeforeOpen: 2, lastCode: 1011, repeats: 4 };

it('a handshake that we gave up by choice counts as no failure, every other end as one', () => {
  const dialing = { ...STATES.dialing, run };
  const failures = (end: Parameters<typeof closeFacts>[2]): number =>
    closeFacts(dialing, MOMENT, end).failuresBeforeOpen;
  expect([failures('chosen'), failures('late'), failures(CLOSE)]).toEqual([2, 3, 3]);
  for (const event of [EVENTS.leave, EVENTS.redial]) {
    const { report } = transition(dialing, event, MOMENT, RULES);
    expect(report?.facts.failuresBeforeOpen).toBe(2);
  }
});

it('a code that comes again is counted, another one begins anew, and ours are none', () => {
  const ready = { ...STATES.ready, run };
  const repeats = (end: Parameters<typeof closeFacts>[2]): number =>
    closeFacts(ready, MOMENT, end).repeats;
  expect(repeats(CLOSE)).toBe(5);
  expect(repeats({ ...CLOSE, code: 1006 })).toBe(1);
  expect([repeats('late'), repeats('chosen')]).toEqual([0, 0]);
});

it('what was counted of a code outlives a close of our own', () => {
  const left = transition({ ...STATES.ready, run }, EVENTS.leave, MOMENT, RULES);
  expect(left.state.run).toMatchObject({ lastCode: 1011, repeats: 4 });
});
