import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ChatAction } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import {
  begin,
  compose,
  end,
  incoming,
  LOST,
  play,
  sent,
  transcript,
  turnIds,
  write,
} from './testing/play.ts';

type Step = ChatAction<string> | ChatEvent;

const STOP: Step = { type: 'answer-stop', discards: true };
const delta = (text: string, key?: string): ChatEvent => ({ type: 'answer-delta', text, key });
const changed = (id: string): ChatEvent => ({ type: 'session-update', session: { id } });
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
    expect(second.discarding).toEqual([]);
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
    expect(over.discarding).toEqual([]);
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

  it('are forgotten with the session', () => {
    expect(play(begin(), [...BOTH, { type: 'session-expire' }]).discarding).toEqual([]);
  });

  it('are forgotten with a turn, another open or not, where none has a key', () => {
    const over = play(begin(), [...sent('a'), ...sent('b'), delta('1'), STOP, turnEnd()]);
    expect(turnIds(over)).toEqual(['b']);
    expect(transcript(play(over, [delta('2')])).at(-1)).toBe('assistant streaming: 2');
  });

  it('are forgotten when no turn is open any more, their end or not', () => {
    const over = play(begin(), [...BOTH, turnEnd(), turnEnd()]);
    expect(turnIds(over)).toEqual([]);
    expect(over.discarding).toEqual([]);
  });
});

const LOSE: Step = { type: 'connection-lose', error: LOST };
const GROWING: readonly Step[] = [...sent('a'), { type: 'answer-start' }, delta('1'), STOP, LOSE];
const MESSAGE: Step = { type: 'message', message: incoming('whole', 's9') };

describe('an answer that was stopped and outlives its connection', () => {
  it('stays unseen in the next, to its end', () => {
    const lost = play(begin(), GROWING);
    const shown = ['user acknowledged: a', 'assistant interrupted: 1'];
    expect(transcript(lost)).toEqual(shown);
    const grown = play(lost, [delta('2'), { type: 'answer-snapshot', text: '123' }]);
    expect(transcript(grown)).toEqual(shown);
    expect(grown.state.status).toBe('ready');
    const over = play(grown, [end('1234', 's1'), turnEnd('s1')]);
    expect(transcript(over)).toEqual(shown);
    expect(over.discarding).toEqual([]);
    expect(transcript(play(over, [delta('next')])).at(-1)).toBe('assistant streaming: next');
  });

  it('stays unseen in the one after, too', () => {
    const lost = play(begin(), [...GROWING, delta('2'), LOSE, delta('3'), LOSE, delta('4')]);
    expect(transcript(lost).at(-1)).toBe('assistant interrupted: 1');
  });

  it.each<[string, readonly Step[], string | undefined]>([
    ['another starts', [{ type: 'answer-start' }, delta('new')], undefined],
    ['another starts under a key', [{ type: 'answer-start', key: 'z' }, delta('new', 'z')], 'z'],
    ['a message is written', [...sent('b'), delta('new')], undefined],
    ['a message is sent again', [...sent('b'), LOSE, ...sent('c'), delta('new')], undefined],
    ['its turn ends', [turnEnd(), delta('new')], undefined],
    ['the session is another', [changed('1'), changed('2'), delta('new')], undefined],
  ])('is over when %s', (_name, steps, key) => {
    const next = play(begin(), [...GROWING, ...steps]);
    expect(transcript(next).at(-1)).toBe('assistant streaming: new');
    expect(next.discarding).toEqual([]);
    expect(next.drafts.at(-1)?.key).toBe(key);
  });

  it.each<[string, readonly Step[]]>([
    ['waits to be written', [compose('b')]],
    ['could not be written', [compose('b'), { type: 'act-fail', id: 'b', error: LOST }]],
    ['opens no turn', [compose('b'), write('b', false)]],
    [
      'failed after it opened none',
      [compose('b'), write('b', false), { type: 'act-fail', id: 'b', error: LOST }],
    ],
  ])('is not over by what %s', (_name, steps) => {
    const next = play(begin(), [...GROWING, ...steps]);
    expect(transcript(play(next, [delta('2')]))).toEqual(transcript(next));
  });

  it('is over when a message is written, whatever its key', () => {
    expect(play(begin(), [...BOTH, LOSE]).discarding).toHaveLength(2);
    expect(play(begin(), [...BOTH, LOSE, ...sent('c')]).discarding).toEqual([]);
  });

  it('is told by its key from another that starts', () => {
    const next = play(begin(), [...BOTH, LOSE, { type: 'answer-start', key: 'y' }]);
    const grown = play(next, [delta('rest', 'x'), delta('new', 'y'), end('one', 's1', 'x')]);
    expect(transcript(grown).slice(2)).toEqual([
      'assistant interrupted: 1',
      'assistant interrupted: 2',
      'assistant streaming: new',
    ]);
    expect(grown.discarding).toEqual([]);
  });

  it('is not shown from its middle on where it had not begun, and is where it begins', () => {
    const lost = play(begin(), [...sent('a'), STOP, LOSE]);
    expect(transcript(play(lost, [delta('2'), end('12', 's1')]))).toEqual(['user unconfirmed: a']);
    expect(transcript(play(lost, [{ type: 'answer-start' }, delta('1')])).at(-1)).toBe(
      'assistant streaming: 1',
    );
  });

  it('may come in messages, and is over with its turn', () => {
    const begun = [...sent('a'), { type: 'message', message: incoming('1', 's1') }] as const;
    const lost = play(begin(), [...begun, STOP, LOSE, MESSAGE]);
    expect(transcript(lost).at(-1)).toBe('assistant complete: 1');
    expect(transcript(play(lost, [turnEnd(), MESSAGE])).at(-1)).toBe('assistant complete: whole');
  });

  const rest = fc.oneof(
    fc.record({ type: fc.constantFrom('answer-delta', 'answer-snapshot'), text: fc.string() }),
    fc.constant(LOSE),
    fc.constant<Step>({ type: 'activity', activity: { kind: 'typing' } }),
    fc.constant<Step>({ type: 'connection-change', connection: { status: 'ready' } }),
  ) as fc.Arbitrary<Step>;

  it('shows nothing of itself, however often the connection goes', () => {
    fc.assert(
      fc.property(fc.array(rest), (steps) => {
        const lost = play(begin(), GROWING);
        expect(play(lost, [...steps, end('all', 's1')]).state.messages).toBe(lost.state.messages);
      }),
    );
  });

  it('never takes the answer of a new turn with it', () => {
    const stopped = fc.array(fc.constantFrom(undefined, 'x', 'y'), { maxLength: 3 });
    const key = fc.constantFrom(undefined, 'x', 'z');
    fc.assert(
      fc.property(stopped, fc.array(rest), key, fc.boolean(), (keys, steps, next, starts) => {
        const over = play(begin(), [
          ...sent('a'),
          ...keys.map((each) => delta('old', each)),
          STOP,
          LOSE,
          ...steps,
          ...(starts ? ([{ type: 'answer-start', key: next }] as const) : sent('b')),
          delta('new', next),
        ]);
        expect(transcript(over).at(-1)).toBe('assistant streaming: new');
      }),
    );
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
