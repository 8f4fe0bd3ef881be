import type { ChatAction } from '../chat/chat-action.ts';
import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { Outbox, OpenTurn } from '../chat/outbox.ts';
import type { CloseFacts, WriteOutcome } from '../connection/connection.ts';
import { errorForStatus } from './error-for-status.ts';
import type { UserAct } from './provider.ts';

/** How long a request that could not be prepared waits before the next try, in milliseconds. */
const UNSENT_AGAIN_MS = 5000;

/** An exchange that is over, and what is known of it. */
export interface EndedExchange {
  readonly id: string;
  readonly outcome: WriteOutcome;
  readonly outbox: Pick<Outbox<UserAct>, 'open' | 'loose'>;
  /** Something in the response was understood. */
  readonly understood: boolean;
  readonly isOnline: boolean;
  /** The platform's own words for a refusal. */
  readonly describe: (close: CloseFacts) => ChatError | undefined;
  /** The words for what a target function threw. */
  readonly describeTarget: (cause: unknown) => ChatError;
}

/** What becomes of a conversation with the end of an exchange. */
export interface ExchangeEnd {
  readonly actions: readonly ChatAction<UserAct>[];
  /** Nothing is written for so long, in milliseconds. Default 0. */
  readonly holdMs?: number | undefined;
  /** Fewer messages at once may help. Default false. */
  readonly slowDown?: boolean | undefined;
}

/** What became of one exchange. A poll that failed has no turn: its error is said and the polling ends. */
export function endExchange(exchange: EndedExchange): ExchangeEnd {
  const { id, outcome } = exchange;
  switch (outcome.status) {
    case 'answered':
      return { actions: [endAnswered(exchange)] };
    case 'cut':
      return { actions: endCut(exchange) };
    case 'unknown': {
      const error = describeExchange(exchange, outcome.facts);
      return { actions: [{ type: 'act-doubt', id, error }] };
    }
    case 'aborted':
      return { actions: endAborted(exchange) };
    case 'refused':
      return endRefused(exchange, outcome);
    default:
      return outcome satisfies never;
  }
}

/** To a person's ear any answer will do: what was taken was taken. */
function endAnswered({ id, understood, outbox }: EndedExchange): ChatAction<UserAct> {
  if (understood || !outbox.open.some(({ entry }) => entry.id === id)) {
    return { type: 'act-end', id };
  }
  const error = createChatError('protocol', 'The server answered something that is no answer.', {
    fix: 'Check the address.',
  });
  return { type: 'act-fail', id, error };
}

/** Of an answer that broke off something may have come; where nothing did, nobody knows what became of the message. */
function endCut({ id, understood }: EndedExchange): readonly ChatAction<UserAct>[] {
  const error = createChatError('unreachable', 'The answer broke off.');
  const end: readonly ChatAction<UserAct>[] = understood
    ? [{ type: 'answer-break' }, { type: 'act-end', id }]
    : [{ type: 'act-doubt', id, error }];
  return [...end, { type: 'error-set', error }];
}

function endAborted(exchange: EndedExchange): readonly ChatAction<UserAct>[] {
  const { id } = exchange;
  if (turnOf(exchange)?.acknowledged !== false) {
    return [{ type: 'act-end', id }];
  }
  const error = createChatError('aborted', 'This was stopped before an answer came.');
  return [
    { type: 'act-doubt', id, error },
    { type: 'error-set', error: null },
  ];
}

function endRefused(
  exchange: EndedExchange,
  { facts, verdict, cause }: Extract<WriteOutcome, { status: 'refused' }>,
): ExchangeEnd {
  const { id } = exchange;
  const error = describeExchange(exchange, facts, cause);
  const slowDown = error.code === 'rate-limited';
  const turn = turnOf(exchange);
  const isUnsent = facts.written === 0 && error.retryable;
  if (!turn || !(typeof verdict === 'object' || isUnsent)) {
    return { actions: [{ type: 'act-fail', id, error }], slowDown };
  }
  return {
    actions: [
      { type: 'act-requeue', entry: turn.entry },
      { type: 'error-set', error },
    ],
    holdMs: typeof verdict === 'object' ? verdict.retryAfterMs : UNSENT_AGAIN_MS,
    slowDown,
  };
}

function turnOf({ id, outbox }: EndedExchange): OpenTurn<UserAct> | undefined {
  return [...outbox.open, ...outbox.loose].find(({ entry }) => entry.id === id);
}

/** Why one exchange did not end well. `cause` is what a target function threw. */
function describeExchange(
  { isOnline, describe, describeTarget }: EndedExchange,
  close: CloseFacts,
  cause?: unknown,
): ChatError {
  if (cause !== undefined) {
    return describeTarget(cause);
  }
  const status = close.http?.status;
  if (status === undefined && !isOnline) {
    return createChatError('offline', 'You are offline.', {
      fix: 'Send it again when you are back.',
    });
  }
  return (
    describe(close) ??
    (status === undefined
      ? createChatError('unreachable', 'The server cannot be reached.')
      : errorForStatus(status))
  );
}
