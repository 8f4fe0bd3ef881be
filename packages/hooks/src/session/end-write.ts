import { createChatError } from '../chat/chat-error.ts';
import { findTurn } from '../chat/outbox.ts';
import type { WriteOutcome } from '../connection/connection.ts';
import { describeExchange } from './describe-failure.ts';
import type { SessionCore } from './session-core.ts';

/** How long a request that could not be prepared waits before the next try, in milliseconds. */
const UNSENT_AGAIN_MS = 5000;

interface WriteEnd {
  readonly id: string;
  readonly outcome: WriteOutcome;
  /** Something in the response was understood. */
  readonly understood: boolean;
  /** The server asks to write nothing for so long, in milliseconds. */
  readonly hold: (ms: number) => void;
  readonly slowDown: () => void;
}

/** What became of one exchange. A poll that failed has no turn: its error is said and the polling ends. */
export function endWrite(core: SessionCore, end: WriteEnd): void {
  const { id, outcome } = end;
  switch (outcome.status) {
    case 'answered':
      endAnswered(core, end);
      return;
    case 'cut':
      endCut(core, end);
      return;
    case 'unknown': {
      const error = describeExchange(core, outcome.facts);
      core.dispatch({ type: 'act-doubt', id, error });
      return;
    }
    case 'aborted':
      endAborted(core, id);
      return;
    case 'refused':
      endRefused(core, end, outcome);
      return;
    default:
      outcome satisfies never;
  }
}

/** To a person's ear any answer will do: what was taken was taken. */
function endAnswered(core: SessionCore, { id, understood }: WriteEnd): void {
  const { open } = core.conversation().outbox;
  if (understood || !open.some(({ entry }) => entry.id === id)) {
    core.dispatch({ type: 'act-end', id });
    return;
  }
  const error = createChatError('protocol', 'The server answered something that is no answer.', {
    fix: 'Check the address.',
  });
  core.dispatch({ type: 'act-fail', id, error });
}

/** Of an answer that broke off something may have come; where nothing did, nobody knows what became of the message. */
function endCut(core: SessionCore, { id, understood }: WriteEnd): void {
  const error = createChatError('unreachable', 'The answer broke off.');
  if (understood) {
    core.dispatch({ type: 'answer-break' });
    core.dispatch({ type: 'act-end', id });
  } else {
    core.dispatch({ type: 'act-doubt', id, error });
  }
  core.dispatch({ type: 'error-set', error });
}

function endAborted(core: SessionCore, id: string): void {
  if (findTurn(core.conversation().outbox, id)?.acknowledged !== false) {
    core.dispatch({ type: 'act-end', id });
    return;
  }
  const error = createChatError('aborted', 'This was stopped before an answer came.');
  core.dispatch({ type: 'act-doubt', id, error });
  core.dispatch({ type: 'error-set', error: null });
}

function endRefused(
  core: SessionCore,
  { id, hold, slowDown }: WriteEnd,
  { facts, verdict, cause }: Extract<WriteOutcome, { status: 'refused' }>,
): void {
  const error = describeExchange(core, facts, cause);
  if (error.code === 'rate-limited') {
    slowDown();
  }
  const turn = findTurn(core.conversation().outbox, id);
  const isUnsent = facts.written === 0 && error.retryable;
  if (turn && (typeof verdict === 'object' || isUnsent)) {
    hold(typeof verdict === 'object' ? verdict.retryAfterMs : UNSENT_AGAIN_MS);
    core.dispatch({ type: 'act-requeue', entry: turn.entry });
    core.dispatch({ type: 'error-set', error });
  } else {
    core.dispatch({ type: 'act-fail', id, error });
  }
}
