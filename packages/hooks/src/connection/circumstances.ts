import { closeFacts, localFacts, type SocketPhase } from './close-facts.ts';
import type { CloseFacts, CloseVerdict } from './connection.ts';
import type { Moment } from './machine-event.ts';
import { FIRST_RUN, type MachineState } from './machine-state.ts';
import type { Runtime } from './runtime.ts';
import type { SocketSlot } from './socket-slot.ts';

/** Looks up what the machine's events carry: the moment, and what is known of the present socket. */
export interface Circumstances {
  moment(): Moment;
  /** Of a socket that we give up, for being late or for another reason. */
  local(why: 'late' | 'chosen'): CloseFacts;
  closed(close: { readonly code: number; readonly reason: string }): CloseFacts;
  /** A classifier that throws has no opinion. */
  classify(facts: CloseFacts): CloseVerdict;
}

interface CircumstancePorts {
  readonly runtime: Runtime;
  readonly refreshable: () => boolean;
  readonly classify: (facts: CloseFacts) => CloseVerdict;
  readonly state: () => MachineState;
  readonly slot: () => SocketSlot | undefined;
}

function phaseOf(state: MachineState): SocketPhase {
  switch (state.status) {
    case 'opened':
      return 'before-ready';
    case 'ready':
    case 'stable':
      return 'ready';
    default:
      return 'before-open';
  }
}

export function createCircumstances(ports: CircumstancePorts): Circumstances {
  const { clock, environment, random } = ports.runtime;

  function known() {
    const state = ports.state();
    return {
      run: 'run' in state ? state.run : FIRST_RUN,
      phase: phaseOf(state),
      counts: ports.slot()?.counts() ?? { written: 0, received: 0 },
    };
  }

  return {
    moment: () => ({
      nowMs: clock.now(),
      random: random(),
      away: !environment.isVisible() || !environment.isOnline(),
      canRefresh: ports.refreshable(),
    }),
    local(why) {
      const { run, phase, counts } = known();
      return localFacts(run, phase, counts, why === 'late');
    },
    closed(close) {
      const { run, phase, counts } = known();
      return closeFacts(run, phase, counts, close);
    },
    classify(facts) {
      try {
        return ports.classify(facts);
      } catch {
        return 'retry';
      }
    },
  };
}
