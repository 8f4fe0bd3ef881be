import type { CloseFacts } from './connection.ts';
import type { Moment, SocketClose } from './machine-event.ts';
import { type MachineState, phaseOf } from './machine-state.ts';

/**
 * The facts of a socket that ends: by the server's `close`, or given up by us, because it was `late` or
 * because we `chose` to; then there is no code, because nobody sent one. `repeats` counts sockets in a row
 * that ended with this code; one that had been stable begins a new row.
 */
export function closeFacts(
  state: MachineState,
  { written = 0, received = 0 }: Moment,
  end: SocketClose | 'late' | 'chosen',
): CloseFacts {
  const { run } = state;
  const phase = phaseOf(state) ?? 'before-open';
  const close = typeof end === 'object' ? end : undefined;
  return {
    code: 0,
    reason: '',
    ...close,
    origin: close ? 'server' : 'local',
    observed: end === 'late' ? 'timeout' : phase,
    failuresBeforeOpen:
      phase === 'before-open' ? run.failuresBeforeOpen + (end === 'chosen' ? 0 : 1) : 0,
    written,
    received,
    repeats: close ? (run.lastCode === close.code ? run.repeats + 1 : 1) : 0,
  };
}
