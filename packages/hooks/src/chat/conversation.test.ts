import { describe, expect, it } from 'vitest';

import type { ChatMessage, Delivery } from './chat-message.ts';
import {
  begin,
  compose,
  deepFreeze,
  incoming,
  merge,
  play,
  transcript,
  userMessage,
} from './testing/play.ts';

const startFrom = (initialMessages: readonly ChatMessage[], maxMessages?: number) =>
  begin({}, { initialMessages: deepFreeze(initialMessages), maxMessages });

const user = (delivery: Delivery | undefined): ChatMessage => userMessage('u', 'hi', { delivery });

const answer = (id: string, state: ChatMessage['state']): ChatMessage => ({
  id,
  role: 'assistant',
  parts: [{ type: 'text', text: id }],
  createdAt: 1,
  state,
});

describe('the transcript to start from', () => {
  it.each([
    ['queued', 'failed'],
    ['sending', 'unconfirmed'],
  ] as const)('has nothing under way: %s is %s', (before, after) => {
    const [message] = startFrom([user(before)]).state.messages;
    expect(message).toMatchObject({
      id: 'u',
      delivery: after,
      error: {
        code: 'aborted',
        message: 'The chat was left before this was delivered.',
        retryable: true,
      },
    });
  });

  it.each(['sent', 'acknowledged', 'unconfirmed', 'failed', undefined] as const)(
    'keeps what is settled: %s',
    (delivery) => {
      const message = user(delivery);
      expect(startFrom([message]).state.messages[0]).toBe(message);
    },
  );

  it.each([
    ['streaming', 'interrupted'],
    ['interrupted', 'interrupted'],
    ['complete', 'complete'],
    [undefined, undefined],
  ] as const)('has no answer that grows: %s is %s', (before, after) => {
    expect(startFrom([answer('a', before)]).state.messages[0]?.state).toBe(after);
  });

  it('offers what was not sent again, in its place', () => {
    const conversation = startFrom([user('queued'), answer('a', 'complete')]);
    const entry = { id: 'e', act: 'hi', messageId: 'u', text: 'hi', bytes: 2, queuedAt: 1 };
    const again = play(conversation, [{ type: 'message-retry', messageId: 'u', entry }]);
    expect(transcript(again)).toEqual(['user queued: hi', 'assistant complete: a']);
    expect(again.state.messages[0]).not.toHaveProperty('error');
  });

  it('knows what was being sent when the history has it', () => {
    const loading = {
      type: 'history-change',
      history: { status: 'loading', hasMore: true },
    } as const;
    const conversation = startFrom([user('sending')]);
    const known = play(conversation, [loading, merge([incoming('hi', 's1', 'user')])]);
    expect(transcript(known)).toEqual(['user acknowledged: hi']);
  });

  it('keeps to its bound: the oldest goes, and nothing that is not delivered', () => {
    const list = [user('queued'), answer('a', 'complete'), answer('b', 'streaming')];
    expect(transcript(startFrom(list, 2))).toEqual(['user failed: hi', 'assistant interrupted: b']);
    const more = play(startFrom(list, 2), [compose('v')]);
    expect(transcript(more)).toEqual(['user failed: hi', 'user queued: v']);
  });

  it('is nothing where none is given', () => {
    expect(begin().state.messages).toEqual([]);
  });
});
