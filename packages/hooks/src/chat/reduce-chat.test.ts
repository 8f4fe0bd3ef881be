import { describe, expect, it } from 'vitest';

import type { ChatAction } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import type { Card, CardsPart, ChatMessage } from './chat-message.ts';
import type { ChatStatus, ConnectionState } from './chat-state.ts';
import { createConversation } from './conversation.ts';
import { reduceChat } from './reduce-chat.ts';
import {
  acknowledge,
  begin,
  CAPABILITIES,
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
  write,
} from './testing/play.ts';

type Step = ChatAction<string> | ChatEvent;

const START: ChatEvent = { type: 'answer-start' };
const TURN_END: ChatEvent = { type: 'turn-end' };
const STOP: Step = { type: 'answer-stop', discards: true };
const HUMAN: ChatEvent = { type: 'handoff', handoff: 'agent' };
const FAILURE: Step = { type: 'error-set', error: LOST };
const delta = (text: string, key?: string): ChatEvent => ({ type: 'answer-delta', text, key });
const message = (text: string): ChatEvent => ({ type: 'message', message: incoming(text) });
const LOADING: Step = { type: 'history-change', history: { status: 'loading', hasMore: true } };

describe('createConversation', () => {
  it('starts idle, with what it was given', () => {
    const first: ChatMessage = { id: 'x', role: 'system', parts: [], createdAt: 1 };
    const { state, ...rest } = createConversation({
      capabilities: CAPABILITIES,
      initialMessages: [first],
    });
    expect(state).toEqual({
      connection: { status: 'idle' },
      status: 'ready',
      messages: [first],
      suggestions: [],
      activity: null,
      handoff: 'bot',
      session: {},
      capabilities: CAPABILITIES,
      history: { status: 'idle', hasMore: true },
      error: null,
    });
    expect(rest).toEqual({
      outbox: { queued: [], open: [], loose: [] },
      drafts: [],
      discarding: [],
      ended: [],
      stopped: [],
      maxMessages: 1000,
      finished: [],
    });
  });

  it('has no history where the platform has none', () => {
    expect(begin({ history: false }).state.history.hasMore).toBe(false);
    expect(begin().state.messages).toEqual([]);
  });
});

describe('the status', () => {
  it.each<[string, readonly Step[], ChatStatus]>([
    ['nothing', [], 'ready'],
    ['a message that waits', [compose('a')], 'ready'],
    ['a turn written', sent('a'), 'submitted'],
    ['a turn acknowledged', [...sent('a'), { type: 'act-accept', id: 'a' }], 'submitted'],
    ['an answer that grows', [...sent('a'), START], 'streaming'],
    ['a first message of an answer', [...sent('a'), message('x')], 'streaming'],
    ['the end of the turn', [...sent('a'), START, end('x'), TURN_END], 'ready'],
    ['one answered, one not', [...sent('a'), ...sent('b'), message('x')], 'streaming'],
    [
      'one over, one not answered',
      [...sent('a'), ...sent('b'), message('x'), TURN_END],
      'submitted',
    ],
    ['an answer nobody asked for', [START], 'streaming'],
    ['an error', [FAILURE], 'error'],
    ['an error and a turn', [...sent('a'), FAILURE], 'submitted'],
    ['an error that was cleared', [FAILURE, { type: 'error-set', error: null }], 'ready'],
    ['a human', [HUMAN, compose('a'), write('a', false)], 'ready'],
    ['a turn, then a human', [...sent('a'), HUMAN], 'ready'],
    ['a turn that a human opened all the same', [HUMAN, ...sent('a')], 'ready'],
    ['a human and an answer that grows', [HUMAN, START], 'streaming'],
    [
      'a human who was asked for',
      [...sent('a'), { type: 'handoff', handoff: 'requested' }],
      'submitted',
    ],
    ['a stopped answer', [...sent('a'), START, STOP], 'ready'],
    ['a stopped turn', [...sent('a'), STOP], 'ready'],
    ['a stopped turn, and another', [...sent('a'), STOP, ...sent('b')], 'submitted'],
    ['a stopped answer, and another turn', [...sent('a'), START, STOP, ...sent('b')], 'submitted'],
    ['a stopped turn and an error', [...sent('a'), STOP, FAILURE], 'error'],
    ['a lost connection', [...sent('a'), { type: 'connection-lose', error: LOST }], 'ready'],
  ])('of %s', (_name, steps, status) => {
    expect(play(begin(), steps).state.status).toBe(status);
  });
});

describe('answer-stop', () => {
  it('discards the rest of an answer that has begun, its end included', () => {
    const stopped = play(begin(), [...sent('a'), delta('x'), STOP]);
    expect(stopped.discarding).toMatchObject([{ key: undefined }]);
    expect(turnIds(stopped)).toEqual(['a']);
    const shown = ['user acknowledged: a', 'assistant interrupted: x'];
    expect(transcript(stopped)).toEqual(shown);
    expect(stopped.finished).toEqual(['id-1']);
    const grown = play(stopped, [delta('y'), { type: 'answer-snapshot', text: 'xyz' }]);
    expect(transcript(grown)).toEqual(shown);
    expect(grown.discarding).toMatchObject([{ key: undefined }]);
    const over = play(grown, [end('whole', 's1'), TURN_END]);
    expect(transcript(over)).toEqual(shown);
    expect(over.discarding).toEqual([]);
    expect(turnIds(over)).toEqual([]);
  });

  it.each<[string, ChatEvent]>([
    ['start', START],
    ['delta', delta('x')],
    ['snapshot', { type: 'answer-snapshot', text: 'x' }],
  ])('discards an answer that has not begun, from its %s on', (_name, event) => {
    const stopped = play(begin(), [...sent('a'), STOP]);
    expect(stopped.discarding).toEqual([{ key: undefined, phase: 'unstarted' }]);
    const begun = play(stopped, [event]);
    expect(begun.discarding).toEqual([{ key: undefined }]);
    const over = play(begun, [delta('x'), end('x')]);
    expect(transcript(over)).toEqual(['user acknowledged: a']);
    expect(over.discarding).toEqual([]);
  });

  it('discards an answer that comes whole', () => {
    const over = play(begin(), [...sent('a'), STOP, end('x')]);
    expect(transcript(over)).toEqual(['user acknowledged: a']);
    expect(over.discarding).toEqual([]);
  });

  it('shows the answer that starts after the stopped one', () => {
    const next = play(begin(), [...sent('a'), START, STOP, ...sent('b'), START, delta('y')]);
    expect(transcript(next).at(-1)).toBe('assistant streaming: y');
    expect(turnIds(next)).toEqual(['b']);
    expect(next.discarding).toEqual([]);
  });

  it('does not wake the next turn with what it discards', () => {
    const stopped = play(begin(), [...sent('a'), delta('x'), STOP, ...sent('b'), delta('y')]);
    expect(stopped.outbox.open.map((turn) => turn.answering)).toEqual([true, false]);
  });

  it('knows an answer that began with a message as begun', () => {
    expect(play(begin(), [...sent('a'), message('x'), STOP]).discarding).toEqual([
      { key: undefined },
    ]);
  });

  it('discards the messages of the machine until the turn ends', () => {
    const over = play(begin(), [...sent('a'), STOP, message('x'), TURN_END, message('y')]);
    expect(transcript(over)).toEqual(['user acknowledged: a', 'assistant complete: y']);
  });

  it('discards nothing where nothing more comes', () => {
    const stopped = play(begin(), [
      ...sent('a'),
      delta('x'),
      { type: 'answer-stop', discards: false },
    ]);
    expect(stopped.discarding).toEqual([]);
    expect(transcript(stopped)).toEqual(['user acknowledged: a', 'assistant interrupted: x']);
  });

  it('is nothing where nothing is asked or said', () => {
    const quiet = play(begin(), [compose('a'), FAILURE]);
    expect(play(quiet, [STOP])).toBe(quiet);
  });
});

describe('answer-break', () => {
  it('leaves nothing that is not shown', () => {
    const broken = play(begin(), [
      ...sent('a'),
      delta('x'),
      STOP,
      { type: 'answer-break' },
      delta('y'),
    ]);
    expect(transcript(broken).at(-1)).toBe('assistant streaming: y');
  });
});

describe('session-prepare', () => {
  it('knows the session and shows its first messages', () => {
    const prepared = play(begin(), [
      {
        type: 'session-prepare',
        session: { id: 't1' },
        messages: [incoming('hello', 's1'), incoming('me', 's2', 'user')],
        suggestions: [{ id: '1', text: 'x' }],
      },
    ]);
    expect(prepared.state.session).toEqual({ id: 't1' });
    expect(prepared.state.suggestions).toEqual([{ id: '1', text: 'x' }]);
    expect(transcript(prepared)).toEqual(['assistant complete: hello', 'user acknowledged: me']);
    expect(prepared.finished).toEqual(['id-1']);
  });
});

describe('session-reset', () => {
  it('forgets everything but where it is and what the platform can do', () => {
    const reset = play(begin(), [
      { type: 'connection-change', connection: { status: 'ready' } },
      { type: 'session-update', session: { id: 'c1' } },
      { type: 'suggestions', suggestions: [{ id: '1', text: 'x' }] },
      HUMAN,
      { type: 'handoff', handoff: 'bot' },
      ...sent('a'),
      delta('x'),
      STOP,
      compose('b'),
      FAILURE,
      LOADING,
      { type: 'session-reset' },
    ]);
    expect(reset).toEqual({
      ...begin(),
      state: { ...begin().state, connection: { status: 'ready' } },
    });
    expect(begin({ history: false }).state.history.hasMore).toBe(false);
    const without = play(begin({ history: false }), [message('x'), { type: 'session-reset' }]);
    expect(without.state.history).toEqual({ status: 'idle', hasMore: false });
  });
});

describe('transcript-clear', () => {
  it('forgets what is said and keeps what is under way', () => {
    const cleared = play(begin({ acknowledges: true }), [
      { type: 'session-update', session: { id: 'c1' } },
      { type: 'suggestions', suggestions: [{ id: '1', text: 'x' }] },
      message('old'),
      ...sent('done'),
      acknowledge('done', 's1'),
      ...sent('lost'),
      { type: 'act-doubt', id: 'lost', error: LOST },
      ...sent('bad'),
      { type: 'act-fail', id: 'bad', error: LOST },
      ...sent('sending'),
      compose('queued'),
      delta('x'),
      FAILURE,
      { type: 'transcript-clear' },
    ]);
    expect(transcript(cleared)).toEqual([
      'user sending: sending',
      'user queued: queued',
      'assistant streaming: x',
    ]);
    expect(cleared.state).toMatchObject({
      session: { id: 'c1' },
      suggestions: [],
      error: null,
      history: { status: 'idle', hasMore: false },
    });
    expect(queuedIds(cleared)).toEqual(['queued']);
    expect(turnIds(cleared)).toEqual(['done', 'sending']);
  });

  it('keeps what was sent for as long as nobody knows that it arrived', () => {
    const cleared = play(begin(), [
      compose('human'),
      write('human', false),
      ...sent('open'),
      { type: 'transcript-clear' },
    ]);
    expect(transcript(cleared)).toEqual(['user sent: human', 'user sent: open']);
  });

  it('forgets what was sent and proved to have arrived', () => {
    const context = createContext();
    const written = play(begin(), [compose('old'), write('old', false)], context);
    context.now += 10_000;
    const cleared = play(
      written,
      [
        { type: 'activity', activity: null },
        compose('new'),
        write('new', false),
        { type: 'transcript-clear' },
      ],
      context,
    );
    expect(transcript(cleared)).toEqual(['user sent: new']);
  });

  it('stays clear when history that was asked for before comes after', () => {
    const cleared = play(begin(), [message('old'), LOADING, { type: 'transcript-clear' }]);
    const late = merge([incoming('old', 's1')], true);
    expect(play(cleared, [late])).toBe(cleared);
  });

  it('is nothing where there is nothing', () => {
    const clear: Step = { type: 'transcript-clear' };
    const quiet = play(begin(), [clear]);
    expect(play(quiet, [compose('a'), clear]).state.messages).toHaveLength(1);
    expect(play(quiet, [clear])).toBe(quiet);
  });
});

describe('history', () => {
  it('is merged when it was asked for', () => {
    const loading = play(begin(), [LOADING]);
    expect(loading.state.history).toEqual({ status: 'loading', hasMore: true });
    const merged = play(loading, [merge([incoming('old', 's1')])]);
    expect(transcript(merged)).toEqual(['assistant complete: old']);
    expect(merged.state.history).toEqual({ status: 'idle', hasMore: false });
    expect(merged.finished).toEqual([]);
  });
});

describe('history while turns are open', () => {
  it('acknowledges those whose message it has', () => {
    const hidden: Step = { type: 'act-compose', entry: { ...entry('c'), messageId: undefined } };
    const merged = play(begin(), [
      LOADING,
      ...sent('a'),
      ...sent('b'),
      hidden,
      write('c'),
      merge([incoming('a', 's1', 'user')]),
    ]);
    expect(merged.outbox.open.map((turn) => turn.acknowledged)).toEqual([true, false, false]);
  });
});

describe('fields', () => {
  it('change when they differ, and only then', () => {
    const retrying: ConnectionState = {
      status: 'reconnecting',
      attempt: 1,
      retryAt: 5,
      reason: LOST,
    };
    const steps: readonly Step[] = [
      { type: 'connection-change', connection: retrying },
      { type: 'capabilities-change', capabilities: { ...CAPABILITIES, uploads: false } },
      LOADING,
      FAILURE,
    ];
    const changed = play(begin(), steps);
    expect(changed.state).toMatchObject({
      connection: retrying,
      capabilities: { uploads: false },
      history: { status: 'loading' },
      error: LOST,
    });
    expect(play(changed, structuredClone(steps.slice(0, 3)))).toBe(changed);
    expect(play(changed, [FAILURE])).toBe(changed);
    const next = { ...retrying, attempt: 2 };
    expect(play(changed, [{ type: 'connection-change', connection: next }]).state.connection).toBe(
      next,
    );
  });

  it('of feedback are set, taken back, and left when the same', () => {
    const said = play(begin(), [message('x')]);
    const rate = (rating: number | undefined): Step => ({
      type: 'feedback-set',
      messageId: 'id-1',
      feedback: rating === undefined ? undefined : { rating },
    });
    const rated = play(said, [rate(1)]);
    expect(rated.state.messages[0]?.feedback).toEqual({ rating: 1 });
    expect(play(rated, [rate(1)])).toBe(rated);
    expect(play(rated, [rate(-1)]).state.messages[0]?.feedback).toEqual({ rating: -1 });
    expect(play(rated, [rate(undefined)]).state.messages[0]?.feedback).toBeUndefined();
    expect(play(rated, [{ type: 'feedback-set', messageId: 'x', feedback: {} }])).toBe(rated);
  });

  it('of choices say what was taken, where it was offered', () => {
    const offer = (...ids: readonly string[]) =>
      ({ type: 'choices', choices: ids.map((id) => ({ id, text: id })) }) as const;
    const text = { type: 'text', text: 'which?' } as const;
    const asked = play(begin(), [
      {
        type: 'message',
        message: { role: 'assistant', parts: [text, offer('a', 'b'), offer('c')] },
      },
    ]);
    const take = (choiceId: string): Step => ({ type: 'choice-take', messageId: 'id-1', choiceId });
    const taken = play(asked, [take('b')]);
    expect(taken.state.messages[0]?.parts).toEqual([
      text,
      { ...offer('a', 'b'), chosenId: 'b' },
      offer('c'),
    ]);
    expect(play(taken, [take('b')])).toBe(taken);
    expect(play(taken, [take('x')])).toBe(taken);
    expect(play(taken, [take('a')]).state.messages[0]?.parts[1]).toMatchObject({ chosenId: 'a' });
  });

  it('marks the taken choice on every card of its part, and on no other', () => {
    const card = (id: string, ...ids: readonly string[]): Card => ({
      id,
      title: id,
      attributes: [],
      ...(ids.length > 0 && { choices: ids.map((choiceId) => ({ id: choiceId, text: choiceId })) }),
    });
    const cards = (...list: readonly Card[]): CardsPart => ({ type: 'cards', cards: list });
    const parts = [cards(card('1', 'a'), card('2', 'b'), card('3')), cards(card('4', 'c'))];
    const asked = play(begin(), [{ type: 'message', message: { role: 'assistant', parts } }]);
    const taken = play(asked, [{ type: 'choice-take', messageId: 'id-1', choiceId: 'a' }]);
    expect(taken.state.messages[0]?.parts).toEqual([
      cards({ ...card('1', 'a'), chosenId: 'a' }, { ...card('2', 'b'), chosenId: 'a' }, card('3')),
      parts[1],
    ]);
  });
});

describe('finished', () => {
  it('lasts one step', () => {
    const said = play(begin(), [message('x')]);
    expect(said.finished).toEqual(['id-1']);
    const quiet = reduceChat(
      said,
      { type: 'event', event: { type: 'session-ready' } },
      createContext(),
    );
    expect(quiet.finished).toEqual([]);
    expect(quiet.state).toBe(said.state);
  });
});
