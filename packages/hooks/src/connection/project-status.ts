import type { ConnectionStatus } from './connection.ts';
import { type MachineState, phaseOf } from './machine-state.ts';

/** A state that was entered, as it is shown outside: the same object as `shown` while it says the same. */
export function projectStatus(state: MachineState, shown: ConnectionStatus): ConnectionStatus {
  const { status, run } = state;
  const { attempt } = run;
  if (status === 'waiting') {
    const { retryAtMs, reason } = state;
    return { status: 'reconnecting', attempt, retryAtMs, reason };
  }
  if (status === 'failed') {
    return { status, reason: state.reason };
  }
  if (phaseOf(state) === 'ready') {
    return shown.status === 'ready' ? shown : { status: 'ready' };
  }
  if (status === 'idle' || status === 'closed') {
    return { status };
  }
  return shown.status === 'connecting' && shown.attempt === attempt
    ? shown
    : { status: 'connecting', attempt };
}
