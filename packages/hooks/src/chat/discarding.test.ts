import { describe, expect, it } from 'vitest';

import type { ChatAction } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import { begin, end, incoming, LOST, play, sent, transcript, turnIds } from './testing/play.ts';

type Step = ChatAction<string> | ChatEvent;

const STOP: Step = { type: 'answer-stop', discards: true };
const delta = (text: string, key?: string): ChatEvent => ({ type: 'answer-delta', text, key });
const turnEnd = (serverId?: string): ChatEvent => ({ type: 'turn-end', serverId });

/** Two questions, two answers that grow, and both are stopped. */
const BOTH: readonly Step[] = [...sent('a'), ...sent('b'), delta('1', 'x'), delta('2', 'y'), STOP];
const SHOWN = [
  'user acknowledged: a',
  'user acknowledged: b',
  'assistant interrupted: 1',
  'assistant interrupted: 2',
];

describe('several answers that are stopped', () => {
  it('stay unseen to the end of each', () => {
    const stopped = play(begin(), BOTH);
    expect(transcript(stopped)).toEqual(SHOWN);
    expect(stopped.state.status).toBe('ready');
    const first = play(stopped, [delta('1', 'x'), end('one', 's1', 'x'), turnEnd('s1')]);
    expect(transcript(first)).toEqual(SHOWN);
    expect(turnIds(first)).toEqual(['b']);
    expect(first.state.status).toBe('ready');
    const second = play(first, [delta('2', 'y'), end('two', 's2', 'y'), turnEnd('s2')]);
    expect(transcript(second)).toEqual(SHOWN);
    expect(turnIds(second)).toEqual([]);
    expect(second.discarding).toBeNull();
  });

  it('may end in any order', () => {
    const over = play(begin(), [
      ...BOTH,
      end('two', 's2', 'y'),
      turnEnd('s2'),
      delta('1', 'x'),
      end('one', 's1', 'x'),
    ]);
    expect(transcript(over)).toEqual(SHOWN);
    expect(over.discarding).toBeNull();
  });

  it('do not take the answer of a third with them', () => {
    const next = play(begin(), [...BOTH, ...sent('c'), delta('3', 'z')]);
    expect(transcript(next).at(-1)).toBe('assistant streaming: 3');
    expect(next.outbox.open.map(({ answering }) => answering)).toEqual([true, true, true]);
    const over = play(next, [
      end('one', 's1', 'x'),
      end('two', 's2', 'y'),
      end('three', 's3', 'z'),
    ]);
    expect(transcript(over).slice(-2)).toEqual([
      'user acknowledged: c',
      'assistant complete: three',
    ]);
  });

  it('wait for nobody: the third is what the chat is about', () => {
    expect(play(begin(), [...BOTH, ...sent('c')]).state.status).toBe('submitted');
  });

  it('give way to an answer that starts again under the key of one', () => {
    const again = play(begin(), [...BOTH, { type: 'answer-start', key: 'x' }, delta('new', 'x')]);
    expect(transcript(again).at(-1)).toBe('assistant streaming: new');
    const still = play(again, [delta('2', 'y'), end('two', 's2', 'y')]);
    expect(transcript(still)).toEqual(transcript(again));
  });

  it('may be stopped one after the other', () => {
    const over = play(begin(), [
      ...sent('a'),
      delta('1', 'x'),
      STOP,
      ...sent('b'),
      delta('2', 'y'),
      STOP,
      delta('1', 'x'),
      delta('2', 'y'),
    ]);
    expect(transcript(over)).toEqual([
      'user acknowledged: a',
      'assistant interrupted: 1',
      'user acknowledged: b',
      'assistant interrupted: 2',
    ]);
  });

  it.each<[string, Step]>([
    ['the connection', { type: 'connection-lose', error: LOST }],
    ['the session', { type: 'session-expire' }],
  ])('are forgotten with %s', (_name, step) => {
    expect(play(begin(), [...BOTH, step]).discarding).toBeNull();
  });

  it('are forgotten when no turn is open any more, their end or not', () => {
    const over = play(begin(), [...BOTH, turnEnd(), turnEnd()]);
    expect(turnIds(over)).toEqual([]);
    expect(over.discarding).toBeNull();
  });
});

describe('an answer that was stopped and is said again', () => {
  it('stays unseen, and wakes and ends no other turn', () => {
    const before = play(begin({ acknowledges: true }), [
      ...sent('a'),
      { type: 'message-acknowledge', text: 'a', message: incoming('a', 'u1', 'user') },
      delta('x'),
      STOP,
      end('whole', 's1'),
      turnEnd('s1'),
      ...sent('b'),
      { type: 'message-acknowledge', text: 'b', message: incoming('b', 'u2', 'user') },
    ]);
    expect(play(before, [end('whole', 's1'), turnEnd('s1')])).toBe(before);
    expect(turnIds(before)).toEqual(['b']);
  });
});
