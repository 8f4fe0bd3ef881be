import { describe, expect, it } from 'vitest';

import type { ChatAction } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import type { HandoffState } from './chat-state.ts';
import {
  acknowledge,
  begin,
  entry,
  incoming,
  LOST,
  play,
  queuedIds,
  sent,
} from './testing/play.ts';

type Steps = readonly (ChatAction<string> | ChatEvent)[];

const UNSEEN = { messageId: undefined, text: undefined };
const request = { ...entry('ask'), ...UNSEEN, bytes: 0 };
const QUEUED: Steps = [
  { type: 'act-compose', entry: request },
  { type: 'agent-request', id: 'ask' },
];
const WRITTEN: Steps = [...QUEUED, { type: 'act-write', id: 'ask', opensTurn: true }];
const LOSE: ChatAction<string> = { type: 'connection-lose', error: LOST };
const handoff = (to: HandoffState): ChatEvent => ({ type: 'handoff', handoff: to });
const end: ChatEvent = { type: 'turn-end' };

describe('who asked for a person', () => {
  it.each<[string, Steps]>([
    ['waits to be written', QUEUED],
    ['is under way', WRITTEN],
    ['could not be written and waits again', [...WRITTEN, { type: 'act-requeue', entry: request }]],
    ['is one of two', [...WRITTEN, { type: 'agent-request', id: 'other' }]],
    ['is confirmed', [...WRITTEN, handoff('requested'), end]],
    ['is confirmed, and then its connection is gone', [...WRITTEN, handoff('requested'), LOSE]],
    ['waits while the connection of others is gone', [...sent('a'), ...QUEUED, LOSE]],
    ['waits while another is answered', [...sent('a'), ...QUEUED, end]],
    ['is refused by nobody', [...WRITTEN, { type: 'message', message: incoming('hi') }]],
  ])('waits for one while the request %s', (_name, steps) => {
    const { state } = play(begin(), steps);
    expect(state.handoff).toBe('requested');
    expect(state.error).toBeNull();
  });

  it.each<[string, Steps, object]>([
    ['fails', [...WRITTEN, { type: 'act-fail', id: 'ask', error: LOST }], LOST],
    ['fails unwritten', [...QUEUED, { type: 'act-fail', id: 'ask', error: LOST }], LOST],
    ['is in doubt', [...WRITTEN, { type: 'act-doubt', id: 'ask', error: LOST }], LOST],
    [
      'is answered with an error',
      [...WRITTEN, { type: 'error', scope: 'message', error: LOST }],
      LOST,
    ],
    ['is lost with its connection', [...WRITTEN, LOSE], { code: 'aborted', retryable: true }],
    [
      'calls nobody',
      [...WRITTEN, end],
      { code: 'rejected', retryable: true, fix: 'See whether an answer says why, or ask again.' },
    ],
    [
      'fails before another that waits',
      [
        ...QUEUED,
        { type: 'act-compose', entry: entry('b') },
        { type: 'act-fail', id: 'ask', error: LOST },
      ],
      LOST,
    ],
    ['ends with its exchange', [...WRITTEN, { type: 'act-end', id: 'ask' }], { code: 'rejected' }],
    ['expires', [...WRITTEN, { type: 'session-expire' }], { code: 'aborted' }],
    [
      'calls nobody, with an older error still shown',
      [...WRITTEN, { type: 'error-set', error: LOST }, end],
      { message: 'No person has been called.' },
    ],
  ])('is told so, and waits for nobody, when the request %s', (_name, steps, error) => {
    const { state } = play(begin(), steps);
    expect(state.handoff).toBe('bot');
    expect(state.error).toMatchObject(error);
  });

  it('keeps the person who is there, and the one who is known to come', () => {
    const there = play(begin(), [handoff('agent'), ...WRITTEN, LOSE]);
    expect(there.state).toMatchObject({ handoff: 'agent', error: null });
    const coming = play(begin(), [handoff('requested'), ...WRITTEN, end]);
    expect(coming.state).toMatchObject({ handoff: 'requested', error: null });
  });

  it('gets one after the last one left', () => {
    expect(play(begin(), [handoff('ended'), ...QUEUED]).state.handoff).toBe('requested');
  });

  it('asks the next session where the first was over before it was asked', () => {
    const next = play(begin(), [
      { type: 'session-update', session: { id: 'one' } },
      ...QUEUED,
      { type: 'session-update', session: { id: 'two' } },
      handoff('bot'),
      { type: 'act-write', id: 'ask', opensTurn: true },
      LOSE,
    ]);
    expect(next.state.error?.code).toBe('aborted');
  });

  it('is forgotten with the session', () => {
    const reset = play(begin(), [...WRITTEN, { type: 'session-reset' }]);
    expect(reset).toMatchObject({ asked: undefined, state: { handoff: 'bot', error: null } });
  });
});

describe('a request that shows no message', () => {
  const slots = { ...entry('slots'), ...UNSEEN, bytes: 20 };
  const asked: Steps = [
    { type: 'act-compose', entry: slots },
    { type: 'act-write', id: 'slots', opensTurn: true },
  ];

  it('is said to be in doubt when its connection is gone', () => {
    expect(play(begin(), [...asked, LOSE]).state.error).toEqual({
      code: 'aborted',
      message: 'Your last request may not have arrived.',
      fix: 'Make it again if it still matters.',
      retryable: true,
    });
  });

  it.each<[string, Steps]>([
    ['waits', asked.slice(0, 1)],
    ['has had a sign of life', [...asked, { type: 'activity', activity: { kind: 'polling' } }]],
    ['has an answer that grows', [...asked, { type: 'answer-delta', text: 'x' }]],
    ['is answered', [...asked, end]],
    ['nobody asked for', WRITTEN.filter(({ type }) => type !== 'agent-request')],
    ['shows a message', sent('a')],
    ['shows a message that arrived', [...sent('a'), acknowledge('a')]],
  ])('is in no doubt when it %s', (_name, steps) => {
    expect(play(begin(), [...steps, LOSE]).state.error).toBeNull();
  });

  it('stays in the queue where it waits', () => {
    expect(queuedIds(play(begin(), [...asked.slice(0, 1), LOSE]))).toEqual(['slots']);
  });
});
