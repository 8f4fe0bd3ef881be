import { describe, expect, it } from 'vitest';

import { MAX_DRAFTS, MAX_TEXT } from './bound-message.ts';
import type { ChatEvent } from './chat-event.ts';
import { messageText } from './chat-message.ts';
import {
  acknowledge,
  begin,
  end,
  incoming,
  play,
  sent,
  transcript,
  turnIds,
} from './testing/play.ts';

const start = (key?: string): ChatEvent => ({ type: 'answer-start', key });
const delta = (text: string, key?: string): ChatEvent => ({ type: 'answer-delta', text, key });
const stop = (discards: boolean) => ({ type: 'answer-stop', discards }) as const;

describe('answers that grow at the same time', () => {
  const two = [start('k1'), delta('One', 'k1'), start('k2'), delta('Two', 'k2')];

  it('end each for itself: the others grow on', () => {
    const ended = play(begin(), [...two, end('One.', 's1', 'k1'), delta(' more', 'k2')]);
    expect(transcript(ended)).toEqual([
      'assistant complete: One.',
      'assistant streaming: Two more',
    ]);
  });

  it('grow on when one of them is dropped for the whole that the history holds', () => {
    const known: ChatEvent = { type: 'message', message: incoming('One.', 's1') };
    const dropped = play(begin(), [...two, known, end('One.', 's1', 'k1'), delta(' more', 'k2')]);
    expect(transcript(dropped).filter((line) => line.includes('Two'))).toEqual([
      'assistant streaming: Two more',
    ]);
    expect(transcript(dropped)).toContain('assistant complete: One.');
  });

  it('are bounded: one more than may be interrupts the oldest', () => {
    const drafts = Array.from({ length: MAX_DRAFTS + 1 }, (_, index) => delta('x', `k${index}`));
    const stateOf = (count: number) =>
      play(begin(), drafts.slice(0, count)).state.messages.map(({ state }) => state);
    expect(new Set(stateOf(MAX_DRAFTS))).toEqual(new Set(['streaming']));
    expect(stateOf(MAX_DRAFTS + 1).filter((state) => state === 'interrupted')).toHaveLength(1);
    expect(stateOf(MAX_DRAFTS + 1)[0]).toBe('interrupted');
  });

  it('take no more text than a message may hold', () => {
    const grown = play(begin(), [start(), delta('a'.repeat(MAX_TEXT)), delta('b')]);
    expect(grown.state.messages.map((message) => messageText(message).length)).toEqual([MAX_TEXT]);
  });
});

describe('an end without words', () => {
  it('that brings something to see leaves no empty text where none was said', () => {
    const card = { id: 'c', title: 'Oven', attributes: [] };
    const message = { role: 'assistant', parts: [{ type: 'cards', cards: [card] }] } as const;
    const ended = play(begin(), [start(), { type: 'answer-end', message }]);
    expect(ended.state.messages[0]?.parts).toEqual(message.parts);
  });
});

describe('an answer before the acknowledgement of what it answers', () => {
  const answered = play(begin({ acknowledges: true }), [
    ...sent('a'),
    start(),
    end('Hi', 's9'),
    { type: 'turn-end', serverId: 's9' },
  ]);

  it('leaves the turn open, and ends it when that comes', () => {
    expect(turnIds(answered)).toEqual(['a']);
    const acknowledged = play(answered, [acknowledge('a', 's1')]);
    expect(turnIds(acknowledged)).toEqual([]);
    expect(acknowledged.state.status).toBe('ready');
    expect(transcript(acknowledged)[0]).toBe('user acknowledged: a');
  });

  it('is no answer to a turn that was acknowledged without one', () => {
    const open = play(begin({ acknowledges: true }), [...sent('a'), acknowledge('a', 's1')]);
    expect(turnIds(open)).toEqual(['a']);
    expect(open.state.status).toBe('submitted');
  });
});

describe('stopping', () => {
  it('before an answer began hides the first that begins, by its key from then on', () => {
    const stopped = play(begin(), [...sent('a'), stop(true), delta('no', 'k1'), delta('x', 'k2')]);
    expect(transcript(stopped)).toEqual(['user acknowledged: a', 'assistant streaming: x']);
    expect(transcript(play(stopped, [delta('no', 'k1')]))).toEqual(transcript(stopped));
  });

  it('before an answer began hides the first, whatever is written meanwhile', () => {
    const stopped = play(begin(), [...sent('a'), stop(true), ...sent('b'), delta('no', 'k1')]);
    expect(transcript(stopped)).toEqual(['user acknowledged: a', 'user sent: b']);
    expect(transcript(play(stopped, [delta('x', 'k2')])).at(-1)).toBe('assistant streaming: x');
  });

  it('hides the answer that has begun, not the next', () => {
    const whole: ChatEvent = { type: 'message', message: incoming('First part', 's1') };
    const stopped = play(begin(), [...sent('a'), ...sent('b'), whole, stop(true)]);
    expect(stopped.discarding).toEqual([{ key: undefined }]);
  });

  it('where nothing more will come forgets what was hidden before', () => {
    const first = play(begin(), [...sent('a'), start(), delta('One'), stop(true)]);
    expect(first.discarding).toHaveLength(1);
    const second = play(first, [...sent('b'), stop(false)]);
    expect(second.discarding).toEqual([]);
  });
});

describe('who is heard', () => {
  it('is the oldest turn, by any sign of life', () => {
    const activity: ChatEvent = { type: 'activity', activity: { kind: 'polling' } };
    const heard = play(begin(), [...sent('a'), ...sent('b'), activity]);
    expect(heard.outbox.open.map(({ acknowledged }) => acknowledged)).toEqual([true, false]);
  });

  it('is the next turn when a message comes beside an answer that grows', () => {
    const whole: ChatEvent = { type: 'message', message: incoming('whole', 's1') };
    const heard = play(begin(), [...sent('a'), ...sent('b'), delta('One'), whole]);
    expect(heard.outbox.open.map(({ answering }) => answering)).toEqual([true, true]);
  });

  it('is not the older turn at the end of an answer to the younger', () => {
    const over = play(begin({ acknowledges: true }), [
      ...sent('a'),
      ...sent('b'),
      acknowledge('b', 's2'),
      delta('to b'),
      acknowledge('a', 's1'),
      { type: 'turn-end' },
    ]);
    expect(turnIds(over)).toEqual(['a']);
  });

  it('is only a message of the words that are acknowledged', () => {
    const error = { code: 'unreachable', message: 'lost', retryable: true } as const;
    const lost = play(begin({ acknowledges: true }), [
      ...sent('a'),
      { type: 'connection-lose', error },
      acknowledge('b', 's1'),
    ]);
    expect(transcript(lost)).toEqual(['user unconfirmed: a', 'user acknowledged: b']);
  });

  it('and owes a human no answer: the oldest is answered, the others wait for nothing', () => {
    const handed = play(begin(), [
      ...sent('a'),
      ...sent('b'),
      { type: 'handoff', handoff: 'agent' },
    ]);
    expect(turnIds(handed)).toEqual([]);
    expect(handed.outbox.loose.map(({ entry }) => entry.id)).toEqual(['b']);
  });
});

describe('the words of what was not answered', () => {
  it('say that the conversation ended, and that it can be said again', () => {
    const expired = play(begin(), [...sent('a'), { type: 'session-expire' }]);
    expect(expired.state.messages[0]?.error).toEqual({
      code: 'expired',
      message: 'The conversation ended before an answer came.',
      retryable: true,
    });
  });
});
