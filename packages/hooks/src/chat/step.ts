import type { StepContext } from './chat-action.ts';
import { chatStatus } from './chat-status.ts';
import type { ChatState } from './chat-state.ts';
import type { Conversation } from './conversation.ts';
import type { Outbox } from './outbox.ts';
import { isSameValue } from './same-value.ts';

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * A conversation in the middle of a step: a copy that is private to it, so its fields are assigned. What the
 * fields hold is shared with the conversation before, and never written to.
 */
export type Step<Act = unknown> = Writable<
  ChatState & Outbox<Act> & Omit<Conversation<Act>, 'state' | 'outbox'>
> &
  StepContext;

/** How many answers that are over are remembered: far more than can be under way or be said again. */
export const REMEMBERED = 100;

export function beginStep<Act>(
  conversation: Conversation<Act>,
  { now, createId }: StepContext,
): Step<Act> {
  return {
    ...conversation,
    ...conversation.state,
    ...conversation.outbox,
    now,
    createId,
    finished: [],
  };
}

/** The conversation after the step; every part that says what it said before is the same object. */
export function endStep<Act>(before: Conversation<Act>, step: Step<Act>): Conversation<Act> {
  step.status = chatStatus(step);
  return keepSame(before, {
    ...step,
    state: keepSame(before.state, step),
    outbox: keepSame(before.outbox, step),
  });
}

/** An error that comes again is news, and messages are too many to look into. */
const BY_IDENTITY: readonly PropertyKey[] = ['error', 'messages', 'state'];

function keepSame<Part extends object>(before: Part, now: Part): Part {
  const after = { ...before };
  let isSame = true;
  // A conversation and its state have no other keys than their types say.
  for (const name of Object.keys(before) as (keyof Part)[]) {
    const compare = BY_IDENTITY.includes(name) ? Object.is : isSameValue;
    if (!compare(before[name], now[name])) {
      after[name] = now[name];
      isSame = false;
    }
  }
  return isSame ? before : after;
}
