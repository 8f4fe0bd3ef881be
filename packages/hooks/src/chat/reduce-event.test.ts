import { describe, expect, it } from 'vitest';

import { createChatError } from './chat-error.ts';
import type { ChatEvent } from './chat-event.ts';
import { messageText } from './chat-message.ts';
import type { SessionInfo } from './chat-state.ts';
import {
  begin,
  compose,
  incoming,
  LOST,
  play,
  queuedIds,
  sent,
  transcript,
  turnIds,
} from './testing/play.ts';

const delta = (text: string, key?: string): ChatEvent => ({ type: 'answer-delta', text, key });
const update = (session: SessionInfo): ChatEvent => ({ type: 'session-update', session });
const failed = (scope: 'message' | 'chat'): ChatEvent => ({ type: 'error', error: LOST, scope });
const EXPIRE: ChatEvent = { type: 'session-expire' };
const SUGGESTIONS: ChatEvent = { type: 'suggestions', suggestions: [{ id: '1', text: 'x' }] };

describe('session-update', () => {
  it('adds what it knows to what is known', () => {
    const known = play(begin(), [
      update({ id: 'c1', userId: 'u1', expiresAt: 5, data: { a: 1 } }),
      update({ expiresAt: 6, resumed: true }),
    ]);
    expect(known.state.session).toEqual({
      id: 'c1',
      userId: 'u1',
      expiresAt: 6,
      resumed: true,
      data: { a: 1 },
    });
    expect(known.state.messages).toEqual([]);
  });

  it('is the same conversation when it says what is known', () => {
    const known = play(begin(), [update({ id: 'c1', data: { a: [1] } })]);
    expect(play(known, [update({ id: 'c1', data: { a: [1] } })])).toBe(known);
  });

  it('keeps what it does not speak of', () => {
    const known = play(begin(), [update({ id: 'c1', userId: 'u1' })]);
    expect(play(known, [update({ id: undefined, userId: undefined })])).toBe(known);
  });

  it('with another id says that the session has changed, and that the new one wins', () => {
    const changed = play(begin(), [
      update({ id: 'c1', userId: 'u1', expiresAt: 5, data: { a: 1 }, resumed: true }),
      { type: 'handoff', handoff: 'agent' },
      SUGGESTIONS,
      compose('a'),
      update({ id: 'c2' }),
    ]);
    expect(changed.state.session).toEqual({ id: 'c2', userId: 'u1', resumed: false });
    expect(changed.state.messages.at(-1)).toMatchObject({
      role: 'system',
      state: 'complete',
      metadata: { notice: 'session-changed' },
    });
    expect(changed.state.messages.map(messageText).at(-1)).not.toBe('');
    expect(changed.state).toMatchObject({ handoff: 'bot', suggestions: [] });
    expect(queuedIds(changed)).toEqual(['a']);
    expect(play(changed, [update({ id: 'c2' })]).state).toBe(changed.state);
  });

  it('with another id may name another user', () => {
    const changed = play(begin(), [
      update({ id: 'c1', userId: 'u1' }),
      update({ id: 'c2', userId: 'u2' }),
    ]);
    expect(changed.state.session).toEqual({ id: 'c2', userId: 'u2', resumed: false });
    const nameless = play(begin(), [update({ id: 'c1' }), update({ id: 'c2' })]);
    expect(nameless.state.session).toEqual({ id: 'c2', resumed: false });
  });
});

describe('session-expire', () => {
  it('keeps the transcript and the user, and forgets the session', () => {
    const expired = play(begin(), [
      update({ id: 'c1', userId: 'u1', expiresAt: 5 }),
      { type: 'message', message: incoming('hello') },
      { type: 'handoff', handoff: 'agent' },
      { type: 'activity', activity: { kind: 'typing' } },
      SUGGESTIONS,
      compose('a'),
      EXPIRE,
    ]);
    expect(expired.state.session).toEqual({ userId: 'u1' });
    expect(transcript(expired).slice(0, 2)).toEqual([
      'assistant complete: hello',
      'user queued: a',
    ]);
    expect(expired.state.messages.at(-1)).toMatchObject({
      role: 'system',
      metadata: { notice: 'session-expired' },
    });
    expect(messageText(expired.state.messages.at(-1) ?? { parts: [] })).not.toBe('');
    expect(expired.state).toMatchObject({ handoff: 'bot', activity: null, suggestions: [] });
    expect(queuedIds(expired)).toEqual(['a']);
  });

  it('takes no file where the platform says when it takes one', () => {
    const asked = update({ id: 'c1', canUpload: true, inputDisabled: true });
    expect(play(begin(), [asked, EXPIRE]).state.session).toEqual({ canUpload: false });
  });

  it('has no user where none is known', () => {
    expect(play(begin(), [update({ id: 'c1' }), EXPIRE]).state.session).toEqual({});
  });

  it('leaves no turn waiting for an answer that cannot come', () => {
    const expired = play(begin(), [...sent('a'), delta('x'), ...sent('b'), EXPIRE]);
    expect(transcript(expired).slice(0, 3)).toEqual([
      'user acknowledged: a',
      'assistant interrupted: x',
      'user unconfirmed: b',
    ]);
    expect(expired.state.messages[2]?.error).toMatchObject({ code: 'expired', retryable: true });
    expect(turnIds(expired)).toEqual([]);
    expect(expired.state.status).toBe('ready');
    expect(expired.finished).toEqual(['id-1', 'id-2']);
  });
});

describe('message', () => {
  const human: ChatEvent = { type: 'message', message: incoming('hi', 's1', 'agent') };

  it.each(['assistant', 'agent'] as const)('of the %s ends the activity', (role) => {
    const typing: ChatEvent = { type: 'activity', activity: { kind: 'typing' } };
    const said = play(begin(), [typing, { type: 'message', message: incoming('x', 's1', role) }]);
    expect(said.state.activity).toBeNull();
  });

  it.each(['user', 'system'] as const)('of the %s leaves the activity', (role) => {
    const typing: ChatEvent = { type: 'activity', activity: { kind: 'typing' } };
    const said = play(begin(), [typing, { type: 'message', message: incoming('x', 's1', role) }]);
    expect(said.state.activity).toEqual({ kind: 'typing' });
  });

  it('of a human is shown while an answer is discarded', () => {
    const stopped = play(begin(), [...sent('a'), { type: 'answer-stop', discards: true }]);
    expect(transcript(play(stopped, [human]))).toContain('agent complete: hi');
    const bot: ChatEvent = { type: 'message', message: incoming('bot') };
    expect(play(stopped, [bot]).state.messages).toHaveLength(1);
  });
});

describe('suggestions', () => {
  it('are what was suggested last', () => {
    const suggested = play(begin(), [SUGGESTIONS]);
    expect(suggested.state.suggestions).toEqual([{ id: '1', text: 'x' }]);
    expect(play(suggested, [SUGGESTIONS])).toBe(suggested);
    expect(play(suggested, [{ type: 'suggestions', suggestions: [] }]).state.suggestions).toEqual(
      [],
    );
  });
});

describe('an error', () => {
  it('of a message fails the oldest that has no answer', () => {
    const after = play(begin(), [...sent('a'), delta('x'), ...sent('b'), failed('message')]);
    expect(transcript(after)).toEqual([
      'user acknowledged: a',
      'assistant streaming: x',
      'user failed: b',
    ]);
    expect(after.state.error).toBe(LOST);
    expect(turnIds(after)).toEqual(['a']);
  });

  it('of the message that is being answered breaks the answer off', () => {
    const after = play(begin(), [...sent('a'), delta('x'), failed('message')]);
    expect(transcript(after)).toEqual(['user acknowledged: a', 'assistant interrupted: x']);
    expect(turnIds(after)).toEqual([]);
    expect(after.state.status).toBe('error');
  });

  it('of a message that nobody sent breaks off what grows', () => {
    const after = play(begin(), [delta('x'), failed('message')]);
    expect(transcript(after)).toEqual(['assistant interrupted: x']);
    expect(after.state).toMatchObject({ error: LOST, status: 'error' });
  });

  it('of the chat fails no message and lets the answer grow', () => {
    const after = play(begin(), [...sent('a'), delta('x'), failed('chat')]);
    expect(transcript(after)).toEqual(['user acknowledged: a', 'assistant streaming: x']);
    expect(after.state.error).toBe(LOST);
    expect(turnIds(after)).toEqual(['a']);
    expect(transcript(play(begin(), [...sent('b'), failed('chat')]))).toEqual(['user sent: b']);
  });

  it('that comes again is news', () => {
    const first = play(begin(), [failed('chat')]);
    const again = createChatError('unreachable', 'lost');
    expect(play(first, [{ type: 'error', error: again, scope: 'chat' }]).state.error).toBe(again);
    expect(play(first, [failed('chat')])).toBe(first);
  });
});

describe('what changes nothing', () => {
  it.each<ChatEvent>([{ type: 'session-ready' }, { type: 'unknown', reason: 'x' }])(
    '$type',
    (event) => {
      const before = play(begin(), sent('a'));
      expect(play(before, [event])).toBe(before);
    },
  );
});
