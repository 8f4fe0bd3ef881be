import type { AnswerEvent } from './chat-event.ts';
import type { StoppedAnswer } from './conversation.ts';
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

/**
 * Whether an event is not shown. Nothing of a stopped answer is, its end included; another start belongs to the
 * next answer.
 */
export function isDiscarded(step: Step, { type, key }: AnswerEvent): boolean {
  const stopped = byKey(step.discarding, key);
  if (stopped?.phase === 'unstarted') {
    step.discarding = type === 'answer-end' ? [] : [{ key }];
    return true;
  }
  const starts = type === 'answer-start';
  if (starts) {
    forgetOutlived(step, key);
  }
  if (starts || type === 'answer-end') {
    step.discarding = step.discarding.filter((answer) => answer !== stopped);
  }
  return stopped !== undefined && !starts;
}

/**
 * A turn is over. What is still not shown is what a platform tells apart from its answer, and has yet to end; and
 * what outlived its connection, of which no turn is left.
 */
export function forgetEnded(step: Step): void {
  const isOpen = step.open.length > 0;
  step.discarding = step.discarding.filter(
    ({ key, phase }) => phase === 'outlived' || (isOpen && key !== undefined),
  );
}

/**
 * A connection is gone, and what was stopped on it may go on in the next. Of an answer that had not begun the
 * beginning may be missed by then; one that is seen to begin is shown.
 */
export function outlive(step: Step): void {
  const keys = new Set(step.discarding.map(({ key }) => key));
  step.discarding = [...keys].map((key) => ({ key, phase: 'outlived' }));
}

/** Nothing of an earlier connection is waited for any more; with a key, nothing that an answer of that key could be. */
export function forgetOutlived(step: Step, key?: string): void {
  step.discarding = step.discarding.filter(
    (answer) =>
      answer.phase !== 'outlived' ||
      (key !== undefined && answer.key !== undefined && answer.key !== key),
  );
}
