import type { ConnectionStatus } from './connection.ts';
import type { MachineState } from './machine-state.ts';

const IDLE: ConnectionStatus = { status: 'idle' };
const READY: ConnectionStatus = { status: 'ready' };
const CLOSED: ConnectionStatus = { status: 'closed' };

/** The situation as it is shown outside: the same object as `shown` while it says the same. */
export function projectStatus(state: MachineState, shown: ConnectionStatus): ConnectionStatus {
  switch (state.status) {
    case 'idle':
      return IDLE;
    case 'resolving':
    case 'dialing':
    case 'opened': {
      const { attempt } = state.run;
      return shown.status === 'connecting' && shown.attempt === attempt
        ? shown
        : { status: 'connecting', attempt };
    }
    case 'ready':
    case 'stable':
      return READY;
    case 'waiting': {
      const { run, retryAtMs, reason } = state;
      const same =
        shown.status === 'reconnecting' &&
        shown.reason === reason &&
        shown.retryAtMs === retryAtMs &&
        shown.attempt === run.attempt;
      return same ? shown : { status: 'reconnecting', attempt: run.attempt, retryAtMs, reason };
    }
    case 'failed':
      return shown.status === 'failed' && shown.reason === state.reason
        ? shown
        : { status: 'failed', reason: state.reason };
    case 'closed':
      return CLOSED;
    default:
      return state satisfies never;
  }
}
