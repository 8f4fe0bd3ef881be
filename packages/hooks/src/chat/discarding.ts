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
  if (stopped && (starts || type === 'answer-end')) {
    step.discarding = orNull(stoppedAnswers(step).filter((answer) => answer !== stopped));
  }
  return stopped !== undefined && !starts;
}

/** What is still not shown when a turn is over: what a platform tells apart from its answer, and has yet to end. */
export function discardingAfter(step: Step): Discarding {
  return step.open.length > 0
    ? orNull(stoppedAnswers(step).filter(({ key }) => key !== undefined))
    : null;
}

function orNull(answers: readonly StoppedAnswer[]): Discarding {
  return answers.length > 0 ? answers : null;
}
