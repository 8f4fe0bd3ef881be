import type { ChatAction } from '../chat/chat-action.ts';
import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { Outbox, OpenTurn } from '../chat/outbox.ts';
import type { CloseFacts, WriteOutcome } from '../connection/connection.ts';
import { errorForStatus } from './error-for-status.ts';
import type { UserAct } from './provider.ts';

type Action = ChatAction<UserAct>;

/** A server that says so did not take what was sent. With any other it may have been. */
const NOT_TAKEN: readonly unknown[] = [429, 503];
/** Somebody on the way, or the server itself, stopped waiting: nobody knows whether it was taken. */
const MAYBE_TAKEN: readonly unknown[] = [408, 502, 504];

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
  readonly actions: readonly Action[];
  /** Nothing is written for so long at least, in milliseconds; longer, when that is said several times in a row. */
  readonly holdMs?: number | undefined;
  /** Fewer messages at once may help. Default false. */
  readonly slowDown?: boolean | undefined;
}

/**
 * What became of one exchange. A poll has no turn: when it comes to nothing its error is said, and the turn that waits
 * for what it would have brought is over, so that the next one may begin.
 */
export function endExchange(exchange: EndedExchange): ExchangeEnd {
  const { id, outcome, outbox, understood } = exchange;
  const turn = [...outbox.open, ...outbox.loose].find(({ entry }) => entry.id === id);
  const ended = endOwn(exchange, turn);
  const polls = turn || (outcome.status === 'answered' && understood) ? [] : outbox.open;
  const ends = polls.flatMap(({ entry, acknowledged }) =>
    acknowledged ? ({ type: 'act-end', id: entry.id } as const) : [],
  );
  return { ...ended, actions: [...ended.actions, ...ends] };
}

function endOwn(exchange: EndedExchange, turn: OpenTurn<UserAct> | undefined): ExchangeEnd {
  const { id, outcome, outbox, understood } = exchange;
  const end = { type: 'act-end', id } as const;
  const doubt = (error: ChatError): Action => ({ type: 'act-doubt', id, error });
  switch (outcome.status) {
    case 'answered':
      // To a person's ear any answer will do: what was taken was taken. Else nobody knows: a server may have taken
      // what it has no readable word for.
      return {
        actions: [understood || !turn || !outbox.open.includes(turn) ? end : doubt(noAnswer())],
      };
    case 'cut': {
      // Of an answer that broke off something may have come; else nobody knows what became of the message.
      const error = createChatError('unreachable', 'The answer broke off.');
      const rest: readonly Action[] = understood ? [{ type: 'answer-break' }, end] : [doubt(error)];
      return { actions: [...rest, { type: 'error-set', error }] };
    }
    case 'unknown': {
      const error = describeExchange(exchange, outcome.facts);
      return { actions: [turn ? doubt(error) : { type: 'act-fail', id, error }] };
    }
    case 'aborted': {
      const error = createChatError('aborted', 'This was stopped before an answer came.');
      const isUnheard = turn?.acknowledged === false;
      return { actions: isUnheard ? [doubt(error), { type: 'error-set', error: null }] : [end] };
    }
    case 'refused':
      return endRefused(exchange, outcome, turn);
    default:
      return outcome satisfies never;
  }
}

function noAnswer(): ChatError {
  return createChatError('protocol', 'The server answered something that is no answer.', {
    fix: 'Check the address.',
  });
}

/**
 * What a server said no to. Nothing is sent again by itself but what it surely did not take: what never left, and what a
 * 429 or a 503 told to come later. That is no poison, for it takes nothing at all: what comes next waits behind it, in
 * order and ever longer. Any other 5xx ends its message the first time, so that none can hold up the rest.
 */
function endRefused(
  exchange: EndedExchange,
  { facts, verdict, cause }: Extract<WriteOutcome, { status: 'refused' }>,
  turn: OpenTurn<UserAct> | undefined,
): ExchangeEnd {
  const { id } = exchange;
  const error = describeExchange(exchange, facts, cause);
  const slowDown = error.code === 'rate-limited';
  const isUnsent = facts.written === 0 && error.retryable;
  const status = facts.http?.status;
  const holdMs = typeof verdict === 'object' ? verdict.retryAfterMs : isUnsent ? 0 : undefined;
  if (isUnsent || (turn && holdMs !== undefined && NOT_TAKEN.includes(status))) {
    // What never left waits where it was.
    const again: readonly Action[] = turn ? [{ type: 'act-requeue', entry: turn.entry }] : [];
    return { actions: [...again, { type: 'error-set', error }], holdMs, slowDown };
  }
  const type = turn && MAYBE_TAKEN.includes(status) ? 'act-doubt' : 'act-fail';
  return { actions: [{ type, id, error }], holdMs, slowDown };
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
  if (status !== undefined) {
    return describe(close) ?? errorForStatus(status);
  }
  return isOnline
    ? (describe(close) ?? createChatError('unreachable', 'The server cannot be reached.'))
    : createChatError('offline', 'You are offline.', {
        fix: 'Send it again when you are back.',
      });
}
