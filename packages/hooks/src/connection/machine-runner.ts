import type { MachineEffect, MachineEvent, MachineRules } from './machine-event.ts';
import { INITIAL_STATE, type MachineState } from './machine-state.ts';
import { transition } from './transition.ts';

/** Feeds events to the machine, one at a time, and has its effects performed. */
export interface MachineRunner {
  state(): MachineState;
  /** An event that comes while another is worked on waits for its turn. */
  dispatch(event: MachineEvent): void;
  /** Nothing is worked on any more. */
  stop(): void;
}

interface RunnerPorts {
  readonly rules: MachineRules;
  readonly perform: (effect: MachineEffect) => void;
  /** After the effects of a step that changed the state. */
  readonly onChange: (state: MachineState, before: MachineState) => void;
}

export function createMachineRunner({ rules, perform, onChange }: RunnerPorts): MachineRunner {
  const events: MachineEvent[] = [];
  let state = INITIAL_STATE;
  let mode: 'resting' | 'stepping' | 'stopped' = 'resting';

  function step(event: MachineEvent): void {
    const before = state;
    const next = transition(before, event, rules);
    state = next.state;
    for (const effect of next.effects) {
      perform(effect);
    }
    if (state !== before) {
      onChange(state, before);
    }
  }

  /** Unless one of the steps stopped it. */
  function finish(): void {
    if (mode === 'stepping') {
      mode = 'resting';
    }
  }

  return {
    state: () => state,
    dispatch(event) {
      if (mode === 'stopped') {
        return;
      }
      events.push(event);
      if (mode === 'stepping') {
        return;
      }
      mode = 'stepping';
      for (let next = events.shift(); next !== undefined; next = events.shift()) {
        step(next);
      }
      finish();
    },
    stop() {
      mode = 'stopped';
      events.length = 0;
    },
  };
}
