import type { MachineEvent, MachineRules, Moment, Step } from './machine-event.ts';
import { INITIAL_STATE, type MachineState } from './machine-state.ts';
import { transition } from './transition.ts';

/** Feeds events to the machine, one at a time, and has what follows performed. */
export interface MachineRunner {
  state(): MachineState;
  /** An event that comes while another is worked on waits for its turn. */
  dispatch(event: MachineEvent): void;
  /** Nothing is worked on any more. */
  stop(): void;
}

interface RunnerPorts {
  readonly rules: MachineRules;
  readonly moment: () => Moment;
  /** After a step that changed the state. */
  readonly onStep: (step: Step, before: MachineState) => void;
}

export function createMachineRunner({ rules, moment, onStep }: RunnerPorts): MachineRunner {
  // The first is the one that is worked on.
  const events: MachineEvent[] = [];
  let state = INITIAL_STATE;
  let isStopped = false;

  return {
    state: () => state,
    dispatch(event) {
      if (isStopped || events.push(event) > 1) {
        return;
      }
      for (let next = events[0]; next; events.shift(), next = events[0]) {
        const before = state;
        const step = transition(before, next, moment(), rules);
        state = step.state;
        if (state !== before) {
          onStep(step, before);
        }
      }
    },
    stop() {
      isStopped = true;
      events.length = 0;
    },
  };
}
