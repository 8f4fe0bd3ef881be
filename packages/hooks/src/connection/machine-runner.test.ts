import { expect, it } from 'vitest';

import { createMachineRunner } from './machine-runner.ts';
import { EVENTS, RULES } from './testing/machine-samples.ts';

it('finishes one event before it takes up another that its effects brought', () => {
  const seen: string[] = [];
  const runner = createMachineRunner({
    rules: RULES,
    perform(effect) {
      seen.push(effect.type);
      if (effect.type === 'resolve') {
        runner.dispatch({ ...EVENTS['target-failed'], generation: effect.generation });
      }
    },
    onChange: (state) => seen.push(`now ${state.status}`),
  });
  runner.dispatch(EVENTS.connect);
  expect(seen).toEqual(['timer-set', 'resolve', 'now resolving', 'timer-set', 'now waiting']);
});

it('tells of a change only when there is one', () => {
  const seen: string[] = [];
  const runner = createMachineRunner({
    rules: RULES,
    perform: () => {},
    onChange: (state) => seen.push(state.status),
  });
  runner.dispatch(EVENTS['ready-mark']);
  runner.dispatch(EVENTS.close);
  runner.dispatch(EVENTS.close);
  expect(seen).toEqual(['closed']);
});

it('works on nothing once it is stopped, not even on what waits', () => {
  const seen: string[] = [];
  const runner = createMachineRunner({
    rules: RULES,
    perform(effect) {
      if (effect.type === 'resolve') {
        runner.dispatch(EVENTS.close);
        runner.stop();
      }
    },
    onChange: (state) => seen.push(state.status),
  });
  runner.dispatch(EVENTS.connect);
  runner.dispatch(EVENTS.close);
  expect(seen).toEqual(['resolving']);
});
