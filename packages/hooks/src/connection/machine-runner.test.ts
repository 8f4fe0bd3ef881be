import { expect, it } from 'vitest';

import { createMachineRunner, type MachineRunner } from './machine-runner.ts';
import type { MachineState } from './machine-state.ts';
import { EVENTS, MOMENT, RULES } from './testing/machine-samples.ts';

/** A runner, what it saw, and what it does at each step. */
function run(onStep: (state: MachineState, runner: MachineRunner) => void = () => {}) {
  const seen: string[] = [];
  const runner = createMachineRunner({
    rules: RULES,
    moment: () => MOMENT,
    onStep({ state }, before) {
      seen.push(`${before.status} → ${state.status}`);
      onStep(state, runner);
      seen.push(`entered ${state.status}`);
    },
  });
  return { runner, seen };
}

it('finishes one event before it takes up another that the step brought', () => {
  const { runner, seen } = run(({ status }) => {
    if (status === 'resolving') {
      runner.dispatch(EVENTS['target-failed']);
    }
  });
  runner.dispatch(EVENTS.connect);
  expect(seen).toEqual([
    'idle → resolving',
    'entered resolving',
    'resolving → waiting',
    'entered waiting',
  ]);
  runner.dispatch(EVENTS.close);
  expect(runner.state().status).toBe('closed');
});

it('tells of a step only when it changed something', () => {
  const { runner, seen } = run();
  runner.dispatch(EVENTS['ready-mark']);
  runner.dispatch(EVENTS.close);
  runner.dispatch(EVENTS.close);
  expect(seen).toEqual(['idle → closed', 'entered closed']);
});

it('works on nothing once it is stopped, not even on what waits', () => {
  const { runner, seen } = run(() => {
    runner.dispatch(EVENTS.close);
    runner.stop();
  });
  runner.dispatch(EVENTS.connect);
  runner.dispatch(EVENTS.close);
  expect(seen).toEqual(['idle → resolving', 'entered resolving']);
});
