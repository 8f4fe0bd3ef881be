import type { ConnectionStatus } from './connection.ts';
import type { MachineState } from './machine-state.ts';

/** A state that was entered, as it is shown outside: the same object as `shown` while it says the same. */
export function projectStatus(state: MachineState, shown: ConnectionStatus): ConnectionStatus {
  const { attempt } = state.run;
  switch (state.status) {
    case 'ready':
    case 'stable':
      return shown.status === 'ready' ? shown : { status: 'ready' };
    case 'waiting': {
      const { retryAtMs, reason } = state;
      return { status: 'reconnecting', attempt, retryAtMs, reason };
    }
    case 'failed':
      return { status: 'failed', reason: state.reason };
    case 'idle':
    case 'closed':
      return { status: state.status };
    default:
      return shown.status === 'connecting' && shown.attempt === attempt
        ? shown
        : { status: 'connecting', attempt };
  }
}
