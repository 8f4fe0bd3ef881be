import type { AnswerEvent } from './chat-event.ts';
import type { Discarding, StoppedAnswer } from './conversation.ts';
import type { Step } from './step.ts';

/** The answer that an event with this key is about, if there is one. Without a key it is the newest. */
export function byKey<Answer extends StoppedAnswer>(
  answers: readonly Answer[],
  key: string | undefined,
): Answer | undefined {
  return key === undefined
    ? answers.at(-1)
    : (answers.find((answer) => answer.key === key) ??
        answers.find((answer) => answer.key === undefined));
}

/** The answers that were stopped after they began. */
export function stoppedAnswers({ discarding }: Pick<Step, 'discarding'>): readonly StoppedAnswer[] {
  return discarding === 'unstarted' ? [] : (discarding ?? []);
}

/**
 * Whether an event is not shown. Nothing of a stopped answer is, its end included; another start belongs to the
 * next answer.
 */
export function isDiscarded(step: Step, { type, key }: AnswerEvent): boolean {
  if (step.discarding === 'unstarted') {
    step.discarding = type === 'answer-end' ? null : [{ key }];
    return true;
  }
  const stopped = byKey(stoppedAnswers(step), key);
  const starts = type === 'answer-start';
  if (starts) {
    forgetOutlived(step, key);
  }
  if (stopped && (starts || type === 'answer-end')) {
    step.discarding = orNull(stoppedAnswers(step).filter((answer) => answer !== stopped));
  }
  return stopped !== undefined && !starts;
}

/**
 * What is still not shown when a turn is over: what a platform tells apart from its answer, and has yet to end; and
 * what outlived its connection, of which no turn is left.
 */
export function discardingAfter(step: Step): Discarding {
  const isOpen = step.open.length > 0;
  return orNull(
    stoppedAnswers(step).filter(
      ({ key, outlived }) => outlived !== undefined || (isOpen && key !== undefined),
    ),
  );
}

/**
 * A connection is gone, and what was stopped on it may go on in the next. Of an answer that had not begun the
 * beginning may be missed by then; one that is seen to begin is shown.
 */
export function outlive({ discarding }: Pick<Step, 'discarding'>): Discarding {
  const answers = discarding === 'unstarted' ? [{ key: undefined }] : (discarding ?? []);
  const keys = new Set(answers.map(({ key }) => key));
  return orNull([...keys].map((key) => ({ key, outlived: 'connection' })));
}

/** Nothing of an earlier connection is waited for any more; with a key, nothing that an answer of that key could be. */
export function forgetOutlived(step: Step, key?: string): void {
  const rest = stoppedAnswers(step).filter(
    (answer) =>
      answer.outlived === undefined ||
      (key !== undefined && answer.key !== undefined && answer.key !== key),
  );
  if (step.discarding !== 'unstarted') {
    step.discarding = orNull(rest);
  }
}

function orNull(answers: readonly StoppedAnswer[]): Discarding {
  return answers.length > 0 ? answers : null;
}
