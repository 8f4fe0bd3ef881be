import { describe, expect, it } from 'vitest';

import type { ChatAction } from './chat-action.ts';
import { mergeHistory } from './merge-history.ts';
import { begin, end, incoming, LOST, play, sent, transcript } from './testing/play.ts';

const STOP: ChatAction<string> = { type: 'answer-stop', discards: true };
const LOSE: ChatAction<string> = { type: 'connection-lose', error: LOST };
const LOADING: ChatAction<string> = {
  type: 'history-change',
  history: { status: 'loading', hasMore: false },
};

/** The newest page of the history, merged after a connection was lost. */
const repair: readonly ChatAction<string>[] = [
  LOADING,
  {
    type: 'history-merge',
    merge: (known, context) =>
      mergeHistory(
        known,
        [incoming('q', 's1', 'user'), incoming('Hello, world', 's2')],
        context,
        'gap',
      ),
    history: { status: 'idle', hasMore: false },
  },
];

const half = [...sent('q'), { type: 'answer-delta', text: 'Hello' } as const];

describe('an answer that was stopped', () => {
  it('stays as it is when the history has all of it', () => {
    const stopped = play(begin(), [...half, STOP, LOSE, ...repair]);
    expect(transcript(stopped)).toEqual(['user acknowledged: q', 'assistant interrupted: Hello']);
    expect(stopped.state.messages[1]?.serverId).toBe('s2');
  });

  it('stays as it is when its end is said under its name', () => {
    const named = play(begin(), [...half, STOP, LOSE, ...repair]);
    const again = play(named, [
      { type: 'message', message: incoming('Hello, world', 's2') },
      end('Hello, world', 's2'),
    ]);
    expect(transcript(again)).toEqual(transcript(named));
  });

  it('stays as it is when it is said again after the next question', () => {
    const named = play(begin(), [...half, STOP, LOSE, ...repair, ...sent('r')]);
    const again = play(named, [{ type: 'message', message: incoming('Hello, world', 's2') }]);
    expect(transcript(again).slice(0, 2)).toEqual([
      'user acknowledged: q',
      'assistant interrupted: Hello',
    ]);
  });

  it('is remembered with the hundred that were stopped last', () => {
    const stops = Array.from({ length: 101 }, (_, each) => [
      ...sent(`q${each}`),
      { type: 'answer-delta', text: 'Hello', key: `k${each}` } as const,
      STOP,
    ]).flat();
    expect(play(begin(), stops).stopped).toHaveLength(100);
  });

  it('stays unseen when it ended before it showed', () => {
    const unseen = play(begin(), [
      ...sent('q'),
      STOP,
      end('Hello, world', 's2'),
      { type: 'turn-end', serverId: 's2' },
      LOSE,
      ...repair,
    ]);
    expect(transcript(unseen)).toEqual(['user acknowledged: q']);
  });
});

describe('an answer that broke off', () => {
  it('is completed by the history', () => {
    expect(transcript(play(begin(), [...half, LOSE, ...repair]))).toEqual([
      'user acknowledged: q',
      'assistant complete: Hello, world',
    ]);
  });

  it('is completed by the history when its request broke off', () => {
    expect(transcript(play(begin(), [...half, { type: 'answer-break' }, ...repair]))).toEqual([
      'user acknowledged: q',
      'assistant complete: Hello, world',
    ]);
  });
});

describe('the end of an answer that comes in another connection', () => {
  const later = (...steps: Parameters<typeof play>[1][number][]) =>
    transcript(play(begin(), [...half, LOSE, ...steps]));

  it('completes what broke off', () => {
    expect(later(end('Hello, world', 's2'))).toEqual([
      'user acknowledged: q',
      'assistant complete: Hello, world',
    ]);
  });

  it('takes its place where its rest was heard', () => {
    expect(later({ type: 'answer-delta', text: ', world' }, end('Hello, world', 's2'))).toEqual([
      'user acknowledged: q',
      'assistant complete: Hello, world',
    ]);
  });

  it('takes its place where its rest was heard after something else was said', () => {
    expect(
      later(...sent('r'), { type: 'answer-delta', text: ', world' }, end('Hello, world', 's2')),
    ).toEqual(['user acknowledged: q', 'user acknowledged: r', 'assistant complete: Hello, world']);
  });

  it('completes what broke off though a notice came since', () => {
    const notice = { type: 'message', message: incoming('Back.', 'n1', 'system') } as const;
    expect(later(notice, end('Hello, world', 's2'))).toContain('assistant complete: Hello, world');
    expect(later(notice, end('Hello, world', 's2'))).toHaveLength(3);
  });

  it('is another answer where the one that broke off has another name', () => {
    const named = play(begin(), [...half, ...repair, LOSE]);
    expect(transcript(named)).toEqual(['user acknowledged: q', 'assistant interrupted: Hello']);
    expect(transcript(play(named, [end('Hello, world!', 's3')]))).toEqual([
      'user acknowledged: q',
      'assistant interrupted: Hello',
      'assistant complete: Hello, world!',
    ]);
  });

  it('is another answer where it begins with something else, or where something was said since', () => {
    expect(later(end('Goodbye', 's2'))).toEqual([
      'user acknowledged: q',
      'assistant interrupted: Hello',
      'assistant complete: Goodbye',
    ]);
    expect(later(...sent('r'), end('Hello, world', 's2'))).toContain(
      'assistant interrupted: Hello',
    );
  });

  it('leaves one that was stopped as it is', () => {
    const stopped = play(begin(), [...half, STOP, { type: 'turn-end' }, end('Hello, world', 's2')]);
    expect(transcript(stopped)).toContain('assistant interrupted: Hello');
  });
});
