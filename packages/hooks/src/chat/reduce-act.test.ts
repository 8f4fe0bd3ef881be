import { describe, expect, it } from 'vitest';

import type { ChatAction } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import type { Conversation } from './conversation.ts';
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
  queuedIds,
  sent,
  transcript,
  turnIds,
  userMessage,
  write,
} from './testing/play.ts';

const ACKNOWLEDGES = { acknowledges: true };
const TYPING: ChatEvent = { type: 'activity', activity: { kind: 'typing' } };
const STOP: ChatAction<string> = { type: 'answer-stop', discards: true };
const LOSE: ChatAction<string> = { type: 'connection-lose', error: LOST };
const accept = (id: string): ChatAction<string> => ({ type: 'act-accept', id });
const finish = (id: string): ChatAction<string> => ({ type: 'act-end', id });
const fail = (id: string): ChatAction<string> => ({ type: 'act-fail', id, error: LOST });
const doubt = (id: string): ChatAction<string> => ({ type: 'act-doubt', id, error: LOST });
const requeue = (id: string): ChatAction<string> => ({ type: 'act-requeue', entry: entry(id) });
const discard = (messageId: string): ChatAction<string> => ({ type: 'message-discard', messageId });
const retry = (messageId: string, id: string): ChatAction<string> => ({
  type: 'message-retry',
  messageId,
  entry: { ...entry(id), messageId },
});

const errorOf = ({ state }: Conversation<string>, id: string) =>
  state.messages.find((message) => message.id === id)?.error;

describe('act-compose', () => {
  it('queues the act and shows its message where it was composed', () => {
    const composed = play(begin(), [
      { type: 'suggestions', suggestions: [{ id: '1', text: 'x' }] },
      { type: 'error-set', error: LOST },
      compose('a'),
      compose('b'),
      { type: 'message', message: incoming('hello') },
    ]);
    expect(queuedIds(composed)).toEqual(['a', 'b']);
    expect(transcript(composed)).toEqual([
      'user queued: a',
      'user queued: b',
      'assistant complete: hello',
    ]);
    expect(composed.state.suggestions).toEqual([]);
    expect(composed.state.error).toBeNull();
    expect(composed.state.status).toBe('ready');
  });

  it('shows nothing of an act without a message, and leaves the rest as it was', () => {
    const before = play(begin(), [
      { type: 'suggestions', suggestions: [{ id: '1', text: 'x' }] },
      { type: 'error-set', error: LOST },
    ]);
    const composed = play(before, [{ type: 'act-compose', entry: entry('poll') }]);
    expect(queuedIds(composed)).toEqual(['poll']);
    expect(composed.state).toBe(before.state);
  });

  it('may go first', () => {
    const composed = play(begin(), [
      compose('a'),
      { type: 'act-compose', entry: entry('poll'), place: 'first' },
    ]);
    expect(queuedIds(composed)).toEqual(['poll', 'a']);
  });

  it('drops the oldest over the bound, and nothing that is not delivered', () => {
    const bounded = begin({}, { maxMessages: 2 });
    const composed = play(bounded, [
      { type: 'message', message: incoming('old') },
      compose('a'),
      compose('b'),
      compose('c'),
    ]);
    expect(transcript(composed)).toEqual(['user queued: a', 'user queued: b', 'user queued: c']);
  });
});

describe('act-write', () => {
  it.each([
    [true, true, 'sending'],
    [true, false, 'sent'],
    [false, true, 'sent'],
    [false, false, 'sent'],
  ] as const)(
    'where the platform acknowledges (%s) and a turn opens (%s) it is %s',
    (acknowledges, opens, delivery) => {
      const context = createContext();
      context.now = 7;
      const written = play(begin({ acknowledges }), [compose('a'), write('a', opens)], context);
      expect(transcript(written)).toEqual([`user ${delivery}: a`]);
      expect(queuedIds(written)).toEqual([]);
      expect(written.outbox.open.map(({ writtenAt }) => writtenAt)).toEqual(opens ? [7] : []);
      expect(written.state.status).toBe(opens ? 'submitted' : 'ready');
    },
  );

  it('is nothing for what does not wait', () => {
    const written = play(begin(ACKNOWLEDGES), [...sent('a'), acknowledge('a', 's1')]);
    expect(play(written, [write('a')])).toBe(written);
    expect(play(written, [write('x')])).toBe(written);
  });
});

describe('act-accept', () => {
  it('starts the time of the answer, and leaves it to the answer to acknowledge', () => {
    const context = createContext();
    const written = play(begin(), sent('a'), context);
    context.now = 1500;
    const accepted = play(written, [accept('a')], context);
    expect(transcript(accepted)).toEqual(['user sent: a']);
    expect(accepted.outbox.open[0]).toMatchObject({ acknowledged: true, heardAt: 1500 });
    expect(accepted.state.status).toBe('submitted');
    expect(transcript(play(accepted, [finish('a')]))).toEqual(['user acknowledged: a']);
  });

  it('leaves a retry where what came was no answer', () => {
    const failed = play(begin(), [...sent('a'), accept('a'), fail('a')]);
    expect(transcript(failed)).toEqual(['user failed: a']);
  });

  it('leaves a doubt where nothing came that could be read', () => {
    const accepted = play(begin(), [...sent('a'), accept('a')]);
    expect(transcript(play(accepted, [LOSE]))).toEqual(['user unconfirmed: a']);
    expect(transcript(play(accepted, [doubt('a')]))).toEqual(['user unconfirmed: a']);
  });

  it.each([
    ['what waits', compose('a')],
    ['nothing', compose('b')],
  ])('is nothing for %s', (_name, step) => {
    const before = play(begin(), [step]);
    expect(play(before, [accept('a')])).toBe(before);
  });
});

describe('act-end', () => {
  it('acknowledges, and lets the next go', () => {
    const over = play(begin(), [...sent('a'), ...sent('b'), TYPING, finish('a')]);
    expect(turnIds(over)).toEqual(['b']);
    expect(transcript(over)).toEqual(['user acknowledged: a', 'user sent: b']);
    expect(over.state.activity).toBeNull();
  });

  it('ends the discarding', () => {
    const over = play(begin(), [...sent('a'), STOP, finish('a')]);
    expect(over.discarding).toEqual([]);
  });

  it('is nothing for what is not open', () => {
    const before = play(begin(), [compose('a'), TYPING]);
    expect(play(before, [finish('a')])).toBe(before);
  });
});

describe('act-fail', () => {
  it.each<[string, readonly ChatAction<string>[], boolean]>([
    ['waits', [compose('a')], true],
    ['is sent', sent('a'), false],
  ])('fails what %s, with its reason', (_name, steps, isTyping) => {
    const failed = play(begin(), [TYPING, ...steps, compose('b'), STOP, fail('a')]);
    expect(transcript(failed)).toEqual(['user failed: a', 'user queued: b']);
    expect(errorOf(failed, 'a')).toBe(LOST);
    expect(errorOf(failed, 'b')).toBeUndefined();
    expect(failed.state).toMatchObject({
      error: LOST,
      status: 'error',
      activity: isTyping ? { kind: 'typing' } : null,
    });
    expect(queuedIds(failed)).toEqual(['b']);
    expect(turnIds(failed)).toEqual([]);
    expect(failed.discarding).toEqual([]);
  });

  it('ends what a turn that is over brought about', () => {
    const polling: ChatEvent = { type: 'activity', activity: { kind: 'polling' } };
    const over = play(begin(), [...sent('a'), { type: 'turn-end' }, polling]);
    expect(over.state.activity).toEqual({ kind: 'polling' });
    expect(play(over, [fail('a')]).state.activity).toBeNull();
  });

  it('says the error of an act that nobody sees', () => {
    const failed = play(begin(), [fail('poll')]);
    expect(failed.state.error).toBe(LOST);
    expect(failed.state.status).toBe('error');
  });

  it('leaves a message that has arrived as arrived', () => {
    const failed = play(begin(), [...sent('a'), { type: 'answer-start' }, fail('a')]);
    expect(transcript(failed)).toEqual(['user acknowledged: a', 'assistant streaming: ']);
    expect(failed.state.error).toBe(LOST);
    expect(turnIds(failed)).toEqual([]);
  });
});

describe('act-doubt', () => {
  it('makes what was written unconfirmed', () => {
    const doubted = play(begin(), [...sent('a'), ...sent('b'), TYPING, STOP, doubt('b')]);
    expect(transcript(doubted)).toEqual(['user acknowledged: a', 'user unconfirmed: b']);
    expect(errorOf(doubted, 'b')).toBe(LOST);
    expect(doubted.state).toMatchObject({ error: LOST, activity: null });
    expect(turnIds(doubted)).toEqual(['a']);
    expect(doubted.discarding).toEqual([]);
  });

  it('leaves a message that has arrived as arrived', () => {
    const doubted = play(begin(ACKNOWLEDGES), [...sent('a'), acknowledge('a', 's1'), doubt('a')]);
    expect(transcript(doubted)).toEqual(['user acknowledged: a']);
    expect(doubted.state.error).toBe(LOST);
    expect(turnIds(doubted)).toEqual([]);
  });

  it('is nothing for what was not written', () => {
    const before = play(begin(), [compose('a')]);
    expect(play(before, [doubt('a')])).toBe(before);
  });
});

describe('act-requeue', () => {
  it.each([true, false])(
    'puts what was not written after all back at the head (turn: %s)',
    (opens) => {
      const back = play(begin(), [compose('a'), compose('b'), write('a', opens), requeue('a')]);
      expect(queuedIds(back)).toEqual(['a', 'b']);
      expect(turnIds(back)).toEqual([]);
      expect(transcript(back)).toEqual(['user queued: a', 'user queued: b']);
      expect(back.state.status).toBe('ready');
    },
  );

  it('writes nothing again that has arrived', () => {
    const back = play(begin(), [...sent('a'), accept('a'), requeue('a')]);
    expect(queuedIds(back)).toEqual([]);
    expect(turnIds(back)).toEqual([]);
    expect(transcript(back)).toEqual(['user acknowledged: a']);
  });

  it('puts back what nobody sees', () => {
    const hidden = { ...entry('w'), messageId: undefined };
    const back = play(begin(), [
      { type: 'act-compose', entry: hidden },
      write('w'),
      { type: 'act-requeue', entry: hidden },
    ]);
    expect(queuedIds(back)).toEqual(['w']);
  });

  it('puts it back once', () => {
    const back = play(begin(), [...sent('a'), requeue('a')]);
    expect(queuedIds(play(back, [requeue('a')]))).toEqual(['a']);
  });

  it.each([true, false])('does not take back what the history has (opens a turn: %s)', (opens) => {
    const loading = { status: 'loading', hasMore: true } as const;
    const remembered = play(begin(ACKNOWLEDGES), [
      compose('a'),
      write('a', opens),
      { type: 'history-change', history: loading },
      merge([incoming('a', 's1', 'user')]),
    ]);
    expect(remembered.outbox[opens ? 'open' : 'loose']).toMatchObject([{ acknowledged: true }]);
    const back = play(remembered, [requeue('a')]);
    expect(queuedIds(back)).toEqual([]);
    expect(transcript(back)).toEqual(['user acknowledged: a']);
  });
});

describe('connection-lose', () => {
  it.each<[string, boolean, readonly (ChatAction<string> | ChatEvent)[], string]>([
    ['queued', false, [compose('a')], 'queued'],
    ['sent', false, sent('a'), 'unconfirmed'],
    ['sending', true, sent('a'), 'unconfirmed'],
    ['acknowledged', true, [...sent('a'), acknowledge('a', 's1')], 'acknowledged'],
    ['accepted', false, [...sent('a'), accept('a')], 'unconfirmed'],
    ['answered', false, [...sent('a'), { type: 'answer-start' }], 'acknowledged'],
    ['a sign of life', false, [...sent('a'), TYPING], 'acknowledged'],
    ['failed', false, [...sent('a'), fail('a')], 'failed'],
    ['unconfirmed', false, [...sent('a'), doubt('a')], 'unconfirmed'],
    ['sent to a human', false, [compose('a'), write('a', false)], 'unconfirmed'],
  ])('%s (acknowledges: %s)', (_name, acknowledges, steps, delivery) => {
    const before = play(begin({ acknowledges }), steps);
    const lost = play(before, [LOSE]);
    expect(transcript(lost)).toEqual([`user ${delivery}: a`]);
    expect(queuedIds(lost)).toEqual(queuedIds(before));
    expect(turnIds(lost)).toEqual([]);
    expect(lost.state.activity).toBeNull();
    expect(lost.state.error).toBe(before.state.error);
    expect(errorOf(lost, 'a')).toBe(delivery === 'unconfirmed' ? LOST : errorOf(before, 'a'));
  });

  it('interrupts what grows', () => {
    const lost = play(begin(), [
      { type: 'answer-delta', text: '1', key: 'x' },
      { type: 'answer-delta', text: '2', key: 'y' },
      LOSE,
    ]);
    expect(transcript(lost)).toEqual(['assistant interrupted: 1', 'assistant interrupted: 2']);
    expect(lost.drafts).toEqual([]);
    expect(lost.finished).toEqual(['id-1', 'id-2']);
    expect(lost.state.status).toBe('ready');
  });

  it('is nothing where nothing was under way', () => {
    const before = play(begin(), [compose('a')]);
    expect(play(before, [LOSE])).toBe(before);
  });
});

describe('message-discard', () => {
  it.each<[string, readonly (ChatAction<string> | ChatEvent)[], boolean]>([
    ['queued', [compose('a')], true],
    ['unconfirmed', [...sent('a'), LOSE], true],
    ['failed', [...sent('a'), fail('a')], true],
    ['sent', sent('a'), false],
    ['acknowledged', [...sent('a'), TYPING], false],
  ])('takes back what is %s', (_name, steps, isGone) => {
    const before = play(begin(), [...steps, compose('b')]);
    const after = play(before, [discard('a')]);
    expect(after.state.messages.map(({ id }) => id)).toEqual(isGone ? ['b'] : ['a', 'b']);
    expect(queuedIds(after)).toEqual(['b']);
    if (!isGone) {
      expect(after).toBe(before);
    }
  });

  it('takes back nothing of the other side, and nothing that is not there', () => {
    const before = play(begin(), [{ type: 'answer-delta', text: 'x' }]);
    expect(play(before, [discard('id-1'), discard('x')])).toBe(before);
  });
});

describe('the error of the chat', () => {
  const other: ChatAction<string> = {
    type: 'error-set',
    error: { code: 'server', message: 'other', retryable: false },
  };
  const errorAfter = (...steps: Parameters<typeof play>[1][number][]) =>
    play(begin(ACKNOWLEDGES), [...sent('a'), ...steps]).state.error;

  it('goes with the message that it is about', () => {
    expect(errorAfter(fail('a'))).toEqual(LOST);
    expect(errorAfter(fail('a'), discard('a'))).toBeNull();
    expect(errorAfter(fail('a'), other, discard('a'))).toMatchObject({ message: 'other' });
  });

  it('goes when the message that it is about turns out to have arrived', () => {
    expect(errorAfter(doubt('a'))).toEqual(LOST);
    expect(errorAfter(doubt('a'), acknowledge('a', 's1'))).toBeNull();
    expect(errorAfter(doubt('a'), other, acknowledge('a', 's1'))).toMatchObject({
      message: 'other',
    });
    expect(errorAfter(other, acknowledge('a', 's1'))).toMatchObject({ message: 'other' });
  });

  it('stays while the message that it is about only waits again', () => {
    expect(errorAfter(doubt('a'), requeue('a'))).toEqual(LOST);
  });

  it('is asked of no message that has left the transcript', () => {
    const left = play(begin({}, { maxMessages: 1 }), [...sent('a'), ...sent('b')]);
    expect(transcript(left)).toEqual(['user sent: b']);
    expect(transcript(play(left, [TYPING]))).toEqual(['user sent: b']);
  });
});

describe('message-retry', () => {
  it.each<[string, ChatAction<string>]>([
    ['unconfirmed', LOSE],
    ['failed', fail('a')],
  ])('queues what is %s again, where it was composed', (_name, step) => {
    const again = play(begin(), [...sent('a'), step, compose('b'), retry('a', 'a2')]);
    expect(queuedIds(again)).toEqual(['b', 'a2']);
    expect(transcript(again)).toEqual(['user queued: a', 'user queued: b']);
    expect(errorOf(again, 'a')).toBeUndefined();
    expect(again.state.error).toBeNull();
    const written = play(again, [write('b'), write('a2')]);
    expect(transcript(written)[0]).toBe('user sent: a');
  });

  it('clears the error that it answers, and leaves the activity', () => {
    const again = play(begin(), [...sent('a'), fail('a'), TYPING, retry('a', 'a2')]);
    expect(again.state).toMatchObject({ error: null, activity: { kind: 'typing' } });
  });

  it('sends nothing twice and nothing that is gone', () => {
    const before = play(begin(), [compose('a'), ...sent('b')]);
    expect(play(before, [retry('a', 'r1'), retry('b', 'r2'), retry('x', 'r3')])).toBe(before);
  });
});

describe('a message without an act', () => {
  it('stays as it was: only the queue delivers', () => {
    const conversation = begin(
      {},
      { initialMessages: [userMessage('a', 'a', { delivery: 'sent' })] },
    );
    const after = play(conversation, [write('a'), accept('a'), finish('a'), doubt('a')]);
    expect(after).toBe(conversation);
  });
});

describe('end of an answer that was asked twice', () => {
  it('leaves what was retried in the order of composition', () => {
    const steps = [...sent('a'), ...sent('b'), LOSE, retry('a', 'a2'), write('a2'), end('x', 's1')];
    expect(transcript(play(begin(), steps))).toEqual([
      'user acknowledged: a',
      'user unconfirmed: b',
      'assistant complete: x',
    ]);
  });
});
