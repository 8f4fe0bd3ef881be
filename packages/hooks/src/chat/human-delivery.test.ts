import { describe, expect, it } from 'vitest';

import type { ChatAction } from './chat-action.ts';
import { type ChatEvent } from './chat-event.ts';
import {
  begin,
  compose,
  createContext,
  incoming,
  LOST,
  play,
  sent,
  transcript,
  write,
} from './testing/play.ts';

/** Written while a person has the conversation: nobody owes an answer. */
const told = (id: string): readonly ChatAction<string>[] => [compose(id), write(id, false)];
const TYPING: ChatEvent = { type: 'activity', activity: { kind: 'typing' } };
const reply: ChatEvent = { type: 'message', message: incoming('hello', 'p1', 'agent') };
const DIED: ChatAction<string> = { type: 'connection-lose', error: LOST };
const CLOSED: ChatAction<string> = { ...DIED, wasAlive: true };

/** What becomes of a message that was written `ago` ms before the connection is lost. */
function lost(ago: number, loss: ChatAction<string>, between: readonly ChatEvent[] = []): string {
  const context = createContext();
  const before = play(begin(), told('hi'), context);
  context.now += ago;
  const after = play(before, [...between, loss], context);
  return transcript(after)[0] ?? '';
}

describe('a message to a person', () => {
  it.each<[string, number, ChatAction<string>, readonly ChatEvent[], string]>([
    ['is in doubt when the connection dies', 60_000, DIED, [], 'unconfirmed'],
    ['is in doubt when it was the last thing said', 9_999, CLOSED, [], 'unconfirmed'],
    ['stays sent when the other end lived on', 10_000, CLOSED, [], 'sent'],
    ['stays sent when an answer came well after it', 10_000, DIED, [reply], 'sent'],
    ['stays sent when a sign came well after it', 10_000, DIED, [TYPING], 'sent'],
    ['is in doubt when an answer may have crossed it', 9_999, DIED, [reply], 'unconfirmed'],
  ])('%s (%i ms)', (_name, ago, loss, between, delivery) => {
    expect(lost(ago, loss, between)).toBe(`user ${delivery}: hi`);
  });

  it('lets the next one go at once', () => {
    const both = play(begin({ parallelTurns: false }), [...told('a'), ...told('b')]);
    expect(transcript(both)).toEqual(['user sent: a', 'user sent: b']);
    expect(both.outbox.open).toEqual([]);
    expect(both.state.status).toBe('ready');
  });

  it('fails with its request', () => {
    const failed = play(begin(), [...told('hi'), { type: 'act-fail', id: 'hi', error: LOST }]);
    expect(transcript(failed)).toEqual(['user failed: hi']);
    expect(failed.state.error).toBe(LOST);
  });

  it('is in doubt when nothing came of its request', () => {
    const doubted = play(begin(), [...told('hi'), { type: 'act-doubt', id: 'hi', error: LOST }]);
    expect(transcript(doubted)).toEqual(['user unconfirmed: hi']);
    expect(doubted.state.messages[0]?.error).toBe(LOST);
  });

  it('is acknowledged by the end of its request', () => {
    const ended = play(begin(), [...told('hi'), TYPING, { type: 'act-end', id: 'hi' }]);
    expect(transcript(ended)).toEqual(['user acknowledged: hi']);
    expect(ended.state.activity).toEqual({ kind: 'typing' });
    expect(ended.outbox.loose).toEqual([]);
  });

  it('is what an error about a message is about', () => {
    const event: ChatEvent = { type: 'error', error: LOST, scope: 'message' };
    expect(transcript(play(begin(), [...told('a'), ...told('b'), event]))).toEqual([
      'user failed: a',
      'user sent: b',
    ]);
  });

  it('waits again when it was not written after all', () => {
    const entry = play(begin(), told('hi')).outbox.loose[0]?.entry;
    const back = entry && play(begin(), [...told('hi'), { type: 'act-requeue', entry }]);
    expect(back && transcript(back)).toEqual(['user queued: hi']);
    expect(back?.outbox.loose).toEqual([]);
  });

  it('counts from the moment a person takes over', () => {
    const taken = play(begin(), [
      ...sent('a'),
      ...sent('b'),
      { type: 'handoff', handoff: 'agent' },
    ]);
    expect(transcript(taken)).toEqual(['user acknowledged: a', 'user sent: b']);
    expect(transcript(play(taken, [DIED]))).toEqual([
      'user acknowledged: a',
      'user unconfirmed: b',
    ]);
  });

  it('is in doubt when the session ends over it', () => {
    expect(transcript(play(begin(), [...told('hi'), { type: 'session-expire' }]))[0]).toBe(
      'user unconfirmed: hi',
    );
  });

  it('is in no doubt when the session ends ten seconds later', () => {
    const context = createContext();
    const before = play(begin(), told('hi'), context);
    context.now += 10_000;
    expect(transcript(play(before, [{ type: 'session-expire' }], context))[0]).toBe(
      'user sent: hi',
    );
  });
});
