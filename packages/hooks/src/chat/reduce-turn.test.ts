import { describe, expect, it } from 'vitest';

import type { ChatEvent } from './chat-event.ts';
import type { HandoffState } from './chat-state.ts';
import {
  acknowledge,
  begin,
  compose,
  createContext,
  end,
  entry,
  incoming,
  LOST,
  merge,
  play,
  sent,
  transcript,
  turnIds,
  userMessage,
  write,
} from './testing/play.ts';

const ACKNOWLEDGES = { acknowledges: true };
const START: ChatEvent = { type: 'answer-start' };
const TURN_END: ChatEvent = { type: 'turn-end' };
const delta = (text: string, key?: string): ChatEvent => ({ type: 'answer-delta', text, key });
const message = (text: string, serverId?: string): ChatEvent => ({
  type: 'message',
  message: incoming(text, serverId),
});
const lose = { type: 'connection-lose', error: LOST } as const;
const handoff = (to: HandoffState): ChatEvent => ({ type: 'handoff', handoff: to });

describe('an acknowledgement', () => {
  it('is for the oldest open turn with its text', () => {
    const heard = play(begin(ACKNOWLEDGES), [
      ...sent('a', 'hi'),
      ...sent('b', 'hi'),
      acknowledge('hi', 's1'),
    ]);
    expect(transcript(heard)).toEqual(['user acknowledged: hi', 'user sending: hi']);
    expect(heard.state.messages[0]).toMatchObject({ id: 'a', serverId: 's1' });
    expect(heard.outbox.open.map((turn) => turn.acknowledged)).toEqual([true, false]);
  });

  it('is for the turn of the message that has its text', () => {
    const heard = play(begin(), [
      {
        type: 'act-compose',
        entry: { ...entry('a'), text: undefined },
        message: userMessage('a', 'hi'),
      },
      write('a'),
      acknowledge('hi', 's1'),
    ]);
    expect(transcript(heard)).toEqual(['user acknowledged: hi']);
    expect(heard.outbox.open.map((turn) => turn.acknowledged)).toEqual([true]);
  });

  it('may come in another order than the messages', () => {
    const heard = play(begin(ACKNOWLEDGES), [
      ...sent('a'),
      ...sent('b'),
      acknowledge('b', 's2'),
      acknowledge('a', 's1'),
    ]);
    expect(heard.state.messages.map(({ id, serverId }) => [id, serverId])).toEqual([
      ['a', 's1'],
      ['b', 's2'],
    ]);
    expect(transcript(heard)).toEqual(['user acknowledged: a', 'user acknowledged: b']);
  });

  it('is for one message, however often it comes', () => {
    const once = play(begin(ACKNOWLEDGES), [
      ...sent('a', 'hi'),
      ...sent('b', 'hi'),
      acknowledge('hi', 's1'),
    ]);
    expect(play(once, [acknowledge('hi', 's1')])).toBe(once);
  });

  it('starts the time of the answer', () => {
    const context = createContext();
    const written = play(begin(ACKNOWLEDGES), sent('a'), context);
    context.now = 1500;
    const [turn] = play(written, [acknowledge('a', 's1')], context).outbox.open;
    expect(turn).toMatchObject({ writtenAt: 1000, heardAt: 1500, acknowledged: true });
  });

  it('needs no id', () => {
    const heard = play(begin(ACKNOWLEDGES), [...sent('a'), acknowledge('a')]);
    expect(transcript(heard)).toEqual(['user acknowledged: a']);
    expect(heard.state.messages[0]).not.toHaveProperty('serverId');
  });

  it('prefers what is open to what is unconfirmed', () => {
    const heard = play(begin(ACKNOWLEDGES), [
      ...sent('a', 'hi'),
      lose,
      ...sent('b', 'hi'),
      acknowledge('hi', 's1'),
    ]);
    expect(transcript(heard)).toEqual(['user unconfirmed: hi', 'user acknowledged: hi']);
  });

  it('turns an unconfirmed message, the oldest first', () => {
    const lost = play(begin(ACKNOWLEDGES), [...sent('a', 'hi'), ...sent('b', 'hi'), lose]);
    const heard = play(lost, [acknowledge('hi', 's1')]);
    expect(transcript(heard)).toEqual(['user acknowledged: hi', 'user unconfirmed: hi']);
    expect(heard.state.messages[0]).not.toHaveProperty('error');
    expect(heard.state.messages[0]?.serverId).toBe('s1');
    expect(transcript(play(heard, [acknowledge('hi', 's2')]))[1]).toBe('user acknowledged: hi');
  });

  it('turns one that was sent to a human and owed nothing', () => {
    const heard = play(begin(ACKNOWLEDGES), [
      compose('a', 'hi'),
      write('a', false),
      acknowledge('hi', 's1'),
    ]);
    expect(transcript(heard)).toEqual(['user acknowledged: hi']);
  });

  it('turns an unconfirmed one before one that was only sent', () => {
    const context = createContext();
    const before = play(begin(), [compose('a', 'hi'), write('a', false)], context);
    context.now += 60_000;
    const heard = play(
      before,
      [...sent('b', 'hi'), { ...lose, wasAlive: true }, acknowledge('hi', 's1')],
      context,
    );
    expect(transcript(heard)).toEqual(['user sent: hi', 'user acknowledged: hi']);
  });

  it.each([
    ['another text', sent('a', 'hi')],
    ['nothing', []],
    ['one that waits', [compose('a', 'ho')]],
    ['one that failed', [...sent('a', 'ho'), { type: 'act-fail', id: 'a', error: LOST } as const]],
    ['one that is acknowledged', [...sent('a', 'ho'), acknowledge('ho', 's0')]],
  ])('is of another device where there is %s', (_name, before) => {
    const quiet = play(begin(ACKNOWLEDGES), before);
    const heard = play(quiet, [acknowledge('ho', 's1')]);
    expect(transcript(heard)).toEqual([...transcript(quiet), 'user acknowledged: ho']);
    expect(heard.outbox).toEqual(quiet.outbox);
    expect(heard.state.messages.at(-1)?.serverId).toBe('s1');
  });

  it('is for the turn whose message the history has named already', () => {
    const heard = play(begin(ACKNOWLEDGES), [
      ...sent('a', 'hi'),
      { type: 'history-change', history: { status: 'loading', hasMore: false } },
      merge([incoming('hi', 's1', 'user')]),
      acknowledge('hi', 's1'),
    ]);
    expect(transcript(heard)).toEqual(['user acknowledged: hi']);
    expect(heard.outbox.open[0]?.acknowledged).toBe(true);
  });

  it('with a known id turns that message and no other of its text', () => {
    const list = [...sent('a', 'hi'), acknowledge('hi', 's1'), ...sent('b', 'hi')];
    const before = play(begin(ACKNOWLEDGES), list);
    expect(play(before, [acknowledge('hi', 's1')])).toBe(before);
  });
});

describe('an answer and its turn', () => {
  it('proves that the message arrived, and waits for nothing more', () => {
    const context = createContext();
    const written = play(begin(), sent('a'), context);
    expect(transcript(written)).toEqual(['user sent: a']);
    expect(written.state.status).toBe('submitted');
    context.now = 1500;
    const heard = play(written, [START], context);
    expect(transcript(heard)[0]).toBe('user acknowledged: a');
    expect(heard.outbox.open[0]).toMatchObject({ answering: true, heardAt: 1500 });
    expect(heard.state.status).toBe('streaming');
  });

  it.each<[string, ChatEvent]>([
    ['a start', START],
    ['a delta', delta('x')],
    ['a snapshot', { type: 'answer-snapshot', text: 'x' }],
    ['an end', end('x', 's1')],
    ['a message', message('x', 's1')],
    ['a human', { type: 'message', message: incoming('x', 's1', 'agent') }],
  ])('has begun with %s', (_name, event) => {
    const heard = play(begin(), [...sent('a'), { type: 'error-set', error: LOST }, event]);
    expect(heard.outbox.open.map((turn) => turn.answering)).toEqual([true]);
    expect(heard.state.error).toBeNull();
  });

  it.each<[string, ChatEvent]>([
    ['the user', { type: 'message', message: incoming('x', 's1', 'user') }],
    ['the system', { type: 'message', message: incoming('x', 's1', 'system') }],
    ['suggestions', { type: 'suggestions', suggestions: [{ id: '1', text: 'x' }] }],
    ['readiness', { type: 'session-ready' }],
    ['something unknown', { type: 'unknown', reason: 'x' }],
  ])('has not begun with %s', (_name, event) => {
    const heard = play(begin(), [...sent('a'), event]);
    expect(heard.outbox.open.map((turn) => turn.answering)).toEqual([false]);
    expect(transcript(heard)[0]).toBe('user sent: a');
  });

  it('is the oldest that waits', () => {
    const heard = play(begin(), [...sent('a'), ...sent('b'), message('x')]);
    expect(transcript(heard).slice(0, 2)).toEqual(['user acknowledged: a', 'user sent: b']);
  });

  it('is the oldest acknowledged where the platform acknowledges', () => {
    const heard = play(begin(ACKNOWLEDGES), [
      ...sent('a'),
      ...sent('b'),
      acknowledge('b', 's2'),
      START,
    ]);
    expect(heard.outbox.open.map((turn) => turn.answering)).toEqual([false, true]);
    const over = play(heard, [end('x', 's3'), TURN_END]);
    expect(turnIds(over)).toEqual(['a']);
    expect(transcript(over)[0]).toBe('user sending: a');
  });

  it('is of another device where nothing was acknowledged', () => {
    const heard = play(begin(ACKNOWLEDGES), [...sent('a'), START, end('x', 's1'), TURN_END]);
    expect(turnIds(heard)).toEqual(['a']);
    expect(heard.outbox.open[0]).toMatchObject({ answering: false, acknowledged: false });
    expect(transcript(heard)[0]).toBe('user sending: a');
    expect(transcript(play(heard, [acknowledge('a', 's2')]))[0]).toBe('user acknowledged: a');
  });

  it('grows without waking the next turn', () => {
    const heard = play(begin(), [
      ...sent('a'),
      ...sent('b'),
      delta('1'),
      delta('2'),
      end('12', 's1'),
    ]);
    expect(heard.outbox.open.map((turn) => turn.answering)).toEqual([true, false]);
  });

  it('may have more than one message', () => {
    const heard = play(begin(), [...sent('a'), ...sent('b'), message('1'), message('2')]);
    expect(heard.outbox.open.map((turn) => turn.answering)).toEqual([true, false]);
    expect(transcript(play(heard, [TURN_END, message('3')]))[1]).toBe('user acknowledged: b');
  });

  it('of another key is the next turn', () => {
    const heard = play(begin(), [...sent('a'), ...sent('b'), delta('1', 'x'), delta('2', 'y')]);
    expect(heard.outbox.open.map((turn) => turn.answering)).toEqual([true, true]);
  });

  it('is over when the next turn has its start', () => {
    const events = [...sent('a'), ...sent('b'), START, delta('1'), START];
    const heard = play(begin(), events);
    expect(turnIds(heard)).toEqual(['b']);
    expect(heard.outbox.open[0]?.answering).toBe(true);
    expect(transcript(heard).slice(0, 2)).toEqual(['user acknowledged: a', 'user acknowledged: b']);
    expect(turnIds(play(heard, [end('2', 's1'), TURN_END]))).toEqual([]);
  });

  it('may start again where no other turn waits', () => {
    const heard = play(begin(), [...sent('a'), START, delta('1'), START]);
    expect(turnIds(heard)).toEqual(['a']);
    expect(heard.state.status).toBe('streaming');
  });

  it('that is said again wakes nobody', () => {
    const answered = play(begin(), [...sent('a'), end('x', 's1'), TURN_END, ...sent('b')]);
    expect(play(answered, [end('x', 's1')])).toBe(answered);
    expect(play(answered, [message('x', 's1')])).toBe(answered);
  });

  it('keeps an error that has nothing to do with it', () => {
    const failed = play(begin(), [{ type: 'error-set', error: LOST }, message('hello')]);
    expect(failed.state.error).toBe(LOST);
  });
});

describe('a sign of life', () => {
  const typing: ChatEvent = { type: 'activity', activity: { kind: 'typing' } };

  it('shows, proves receipt, and puts the deadline off', () => {
    const context = createContext();
    const written = play(begin(), [...sent('a'), ...sent('b')], context);
    context.now = 1500;
    const heard = play(written, [typing], context);
    expect(heard.state.activity).toEqual({ kind: 'typing' });
    expect(heard.outbox.open.map(({ heardAt, answering }) => [heardAt, answering])).toEqual([
      [1500, false],
      [1000, false],
    ]);
    expect(transcript(heard)).toEqual(['user acknowledged: a', 'user sent: b']);
    expect(heard.state.status).toBe('submitted');
  });

  it('is the same conversation when it comes again', () => {
    const quiet = play(begin(), [typing]);
    expect(play(quiet, [typing])).toBe(quiet);
  });

  it('is of nobody that the platform has not acknowledged', () => {
    const heard = play(begin(ACKNOWLEDGES), [...sent('a'), typing]);
    expect(transcript(heard)).toEqual(['user sending: a']);
  });

  it('is of the turn that waits, not of the one that is answered', () => {
    const heard = play(begin(), [...sent('a'), message('x'), ...sent('b'), typing]);
    expect(transcript(heard).at(-1)).toBe('user acknowledged: b');
  });

  it('is of a turn that shows no message', () => {
    const hidden = {
      id: 'w',
      act: 'w',
      messageId: undefined,
      text: undefined,
      bytes: 0,
      queuedAt: 1,
    };
    const heard = play(begin(), [
      { type: 'act-compose', entry: hidden },
      write('w'),
      typing,
      START,
    ]);
    expect(turnIds(heard)).toEqual(['w']);
    expect(heard.state.messages).toHaveLength(1);
  });
});

describe('the end of a turn', () => {
  it('lets the next go and takes the activity away', () => {
    const over = play(begin(), [
      ...sent('a'),
      { type: 'activity', activity: { kind: 'polling' } },
      TURN_END,
    ]);
    expect(over.outbox.open).toEqual([]);
    expect(over.state.activity).toBeNull();
    expect(over.state.status).toBe('ready');
    expect(transcript(over)).toEqual(['user acknowledged: a']);
  });

  it('needs no answer', () => {
    const over = play(begin(), [...sent('a'), ...sent('b'), TURN_END]);
    expect(turnIds(over)).toEqual(['b']);
    expect(transcript(over)).toEqual(['user acknowledged: a', 'user sent: b']);
  });

  it('is of the turn that was answered', () => {
    const over = play(begin(ACKNOWLEDGES), [
      ...sent('a'),
      acknowledge('a', 's1'),
      ...sent('b'),
      acknowledge('b', 's2'),
      START,
      end('x'),
      TURN_END,
    ]);
    expect(turnIds(over)).toEqual(['b']);
  });

  it('takes what is acknowledged and has no answer', () => {
    const over = play(begin(ACKNOWLEDGES), [...sent('a'), acknowledge('a', 's1'), TURN_END]);
    expect(turnIds(over)).toEqual([]);
  });

  it('says nothing of an earlier turn that is not yet acknowledged', () => {
    const over = play(begin(ACKNOWLEDGES), [
      ...sent('a'),
      ...sent('b'),
      acknowledge('b', 's2'),
      TURN_END,
      acknowledge('a', 's1'),
    ]);
    expect(turnIds(over)).toEqual(['a']);
  });

  it('is nothing where no turn is open', () => {
    const quiet = begin();
    expect(play(quiet, [TURN_END])).toBe(quiet);
  });
});

describe('the end of an answer that is said again', () => {
  const turnEnd = (serverId?: string): ChatEvent => ({ type: 'turn-end', serverId });
  const answered = [
    ...sent('a'),
    acknowledge('a', 'u1'),
    ...sent('b'),
    acknowledge('b', 'u2'),
    START,
    end('x', 's1'),
    turnEnd('s1'),
  ];

  it('ends no other turn that is acknowledged', () => {
    const before = play(begin(ACKNOWLEDGES), answered);
    expect(turnIds(before)).toEqual(['b']);
    expect(play(before, [end('x', 's1'), turnEnd('s1')])).toBe(before);
    const over = play(before, [START, end('y', 's2'), turnEnd('s2')]);
    expect(turnIds(over)).toEqual([]);
  });

  it('ends no turn whose answer grows, and leaves that alone', () => {
    const before = play(begin(ACKNOWLEDGES), [...answered, START]);
    expect(play(before, [end('x', 's1'), turnEnd('s1')])).toBe(before);
    expect(before.state.status).toBe('streaming');
  });

  it('may say something else, which is shown, and no more', () => {
    const before = play(begin(ACKNOWLEDGES), answered);
    const after = play(before, [end('changed', 's1'), turnEnd('s1')]);
    expect(transcript(after)).toContain('assistant complete: changed');
    expect(after.outbox).toBe(before.outbox);
  });

  it('does not come back after the transcript was cleared', () => {
    const cleared = play(begin(ACKNOWLEDGES), [...answered, { type: 'transcript-clear' }]);
    expect(play(cleared, [end('x', 's1'), turnEnd('s1')])).toBe(cleared);
  });

  it('ends its turn when only the history had it before', () => {
    const over = play(begin(ACKNOWLEDGES), [
      ...sent('a'),
      acknowledge('a', 'u1'),
      { type: 'history-change', history: { status: 'loading', hasMore: false } },
      merge([incoming('a', 'u1', 'user'), incoming('x', 's1')]),
      end('x', 's1'),
      turnEnd('s1'),
    ]);
    expect(turnIds(over)).toEqual([]);
    expect(over.state.messages).toHaveLength(2);
  });

  it('is not known by the id of an earlier session', () => {
    for (const other of [
      { type: 'session-update', session: { id: 'c2' } },
      { type: 'session-expire' },
      { type: 'session-reset' },
    ] as const) {
      const before = play(begin(), [
        { type: 'session-update', session: { id: 'c1' } },
        ...sent('a'),
        end('x', '1'),
        turnEnd('1'),
        other,
        ...sent('b'),
        end('y', '1'),
        turnEnd('1'),
      ]);
      expect(turnIds(before)).toEqual([]);
    }
  });

  it('without an id is the end of the next', () => {
    const over = play(begin(), [...sent('a'), ...sent('b'), turnEnd(), turnEnd()]);
    expect(turnIds(over)).toEqual([]);
  });

  it('is remembered for a hundred answers', () => {
    const ids = Array.from({ length: 150 }, (_, place) => `s${place}`);
    const { ended } = play(begin(), ids.map(turnEnd));
    expect(ended).toEqual(ids.slice(50));
  });
});

describe('a hand-over', () => {
  it.each(['requested', 'ended', 'bot'] as const)('to "%s" leaves the turns alone', (to) => {
    const handed = play(begin(), [...sent('a'), handoff(to)]);
    expect(turnIds(handed)).toEqual(['a']);
    expect(handed.state.handoff).toBe(to);
    expect(transcript(handed)).toEqual(['user sent: a']);
  });

  it('to a human answers the oldest turn and waits for none', () => {
    const handed = play(begin(), [...sent('a'), ...sent('b'), handoff('agent')]);
    expect(turnIds(handed)).toEqual([]);
    expect(handed.state.status).toBe('ready');
    expect(transcript(handed)).toEqual(['user acknowledged: a', 'user sent: b']);
  });

  it('to a human still awaits an acknowledgement', () => {
    const handed = play(begin(ACKNOWLEDGES), [
      ...sent('a'),
      acknowledge('a', 's1'),
      ...sent('b'),
      handoff('agent'),
    ]);
    expect(turnIds(handed)).toEqual(['b']);
    expect(handed.state.status).toBe('ready');
    expect(transcript(play(handed, [acknowledge('b', 's2')]))).toEqual([
      'user acknowledged: a',
      'user acknowledged: b',
    ]);
  });

  it('is the same conversation when it is said again', () => {
    const handed = play(begin(), [handoff('agent')]);
    expect(play(handed, [handoff('agent')])).toBe(handed);
  });
});
