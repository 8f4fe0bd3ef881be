import type { CloseFacts } from '../../connection/connection.ts';
import type { SessionFacts } from '../provider.ts';

/** A quiet conversation, changed as a test says. */
export function factsOf(change: Partial<SessionFacts> = {}): SessionFacts {
  return {
    session: {},
    handoff: 'bot',
    now: 1_700_000_000_000,
    streaming: false,
    turnOpen: false,
    lastError: undefined,
    context: undefined,
    ...change,
  };
}

/** A live socket that the server closed, changed as a test says. */
export function closeOf(change: Partial<CloseFacts> = {}): CloseFacts {
  return {
    code: 1006,
    reason: '',
    origin: 'server',
    observed: 'ready',
    failuresBeforeOpen: 0,
    written: 1,
    received: 1,
    repeats: 1,
    ...change,
  };
}
