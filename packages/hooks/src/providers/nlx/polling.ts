import type { Decoded } from '../provider.ts';

/** The first poll, as the vendor's own client does it. */
const FIRST_MS = 1500;
const GROWTH = 1.5;
/** Often enough for someone who waits, seldom enough for a tab that was forgotten. */
const CAP_MS = 15_000;
/** About a minute, the time an answer has: from then on the user may speak while polling goes on. */
const TURN_POLLS = 8;

export interface PollStep extends Decoded {
  /** Polls in a row, with the one that is now planned. */
  readonly polls: number;
}

/** What an answer, whose last message has this id, means for polling and for the turn: it is over, or data is on its way. */
export function pollFollowUp(polls: number, isPending: boolean, serverId?: string): PollStep {
  const end = { type: 'turn-end', serverId } as const;
  if (!isPending) {
    return { polls: 0, events: [end] };
  }
  const afterMs = Math.min(CAP_MS, FIRST_MS * GROWTH ** polls);
  return {
    polls: polls + 1,
    events: [
      ...(polls >= TURN_POLLS ? [end] : []),
      { type: 'activity', activity: { kind: 'polling' } },
    ],
    then: { afterMs, act: { type: 'poll' } },
  };
}
