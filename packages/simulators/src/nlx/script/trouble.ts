import type { Draft, Mishap, TopicInput } from '../draft.ts';

type Topic = (input: TopicInput) => Draft;

/** How many polls find nothing before the data arrives. */
const POLLS = 2;

const waiting =
  (quiet: boolean): Topic =>
  ({ say }) => ({
    messages: [{ text: say('pending') }],
    metadata: { intentId: 'Refund', hasPendingDataRequest: true },
    change: { pending: { polls: POLLS, quiet } },
  });

/** Data that takes a while; every poll is told so. */
export const pending: Topic = waiting(false);

/** The same, but polls in between get no message. */
export const pendingQuiet: Topic = waiting(true);

/** What a poll gets. */
export function poll({ say, conversation }: TopicInput): Draft {
  const { pending: open } = conversation;
  if (open === null) {
    return { messages: [], metadata: { hasPendingDataRequest: false } };
  }
  if (open.polls > 0) {
    return {
      messages: open.quiet ? [] : [{ text: say('pendingStill') }],
      metadata: { intentId: 'Refund', hasPendingDataRequest: true },
      change: { pending: { ...open, polls: open.polls - 1 } },
    };
  }
  return {
    messages: [{ text: say('pendingDone') }],
    metadata: { intentId: 'Refund', hasPendingDataRequest: false },
    change: { pending: null },
  };
}

const EXPIRY_SECONDS = 5;

const expiring =
  (expirationAs: 'iso' | 'ms'): Topic =>
  ({ say, now }) => ({
    messages: [{ text: say('expire', { seconds: EXPIRY_SECONDS }) }],
    expirationAs,
    change: { expiresAt: now + EXPIRY_SECONDS * 1000 },
  });

/** The session ends soon; the time is an ISO string. */
export const expire: Topic = expiring('iso');

/** The session ends soon; the time is in milliseconds. */
export const expireMs: Topic = expiring('ms');

const mishap =
  (kind: Mishap): Topic =>
  () => ({ messages: [], mishap: kind });

export const serverError: Topic = mishap('server-error');
export const crash: Topic = mishap('crash');

export const cut: Topic = ({ say }) => ({
  messages: [{ text: say('cut') }, { text: say('part', { number: 2, count: 2 }) }],
  mishap: 'cut',
});

export const unfinished: Topic = ({ say }) => ({
  messages: [{ text: say('part', { number: 1, count: 1 }) }],
  mishap: 'unfinished',
});

export const goodbye: Topic = ({ say }) => ({
  messages: [{ text: say('goodbye') }],
  mishap: 'goodbye',
});

export const slow: Topic = ({ say }) => ({
  messages: [{ text: say('slow') }],
  interim: [say('searching'), say('pricing')],
  pause: 10,
});

/** One answer in several frames. */
export const several: Topic = ({ say }) => ({
  messages: [{ text: say('part', { number: 1, count: 3 }) }],
  pushes: [2, 3].map((number) => ({
    pause: 1,
    draft: { messages: [{ text: say('part', { number, count: 3 }) }] },
  })),
});

/** A message, then the same message corrected. */
export const repeated: Topic = ({ say, newId }) => {
  const messageId = newId();
  return {
    messages: [{ text: say('wrongGate'), messageId }],
    pushes: [{ pause: 1, draft: { messages: [{ text: say('corrected'), messageId }] } }],
  };
};

/** Something the server says long after the turn. */
export const later: Topic = ({ say }) => ({
  messages: [{ text: say('later') }],
  pushes: [{ pause: 8, draft: { messages: [{ text: say('reminder') }] } }],
});

export const frustration: Topic = ({ say }) => ({
  messages: [{ text: say('frustration') }],
  metadata: { frustration: true },
});

export const incomprehension: Topic = ({ say, text }) => ({
  messages: [{ text: say('sorry', { text }) }],
  metadata: { incomprehension: true },
});
