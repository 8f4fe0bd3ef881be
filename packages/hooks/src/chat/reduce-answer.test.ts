import { describe, expect, it } from 'vitest';

import type { ChatEvent } from './chat-event.ts';
import { messageText } from './chat-message.ts';
import {
  begin,
  createContext,
  end,
  incoming,
  LOST,
  merge,
  play,
  sent,
  transcript,
} from './testing/play.ts';

const START: ChatEvent = { type: 'answer-start' };
const delta = (text: string, key?: string): ChatEvent => ({ type: 'answer-delta', text, key });
const soFar = (text: string, key?: string): ChatEvent => ({ type: 'answer-snapshot', text, key });
const start = (key: string): ChatEvent => ({ type: 'answer-start', key });

describe('an answer', () => {
  it('is nothing where it ends without having begun, and without a word', () => {
    const message = { ...incoming('x'), parts: [] };
    expect(play(begin(), [{ type: 'answer-end', message }]).state.messages).toEqual([]);
  });

  it('starts as an empty message that streams', () => {
    const { state, drafts, finished } = play(begin(), [
      { type: 'activity', activity: { kind: 'typing' } },
      START,
    ]);
    expect(state.messages).toEqual([
      {
        id: 'id-1',
        role: 'assistant',
        parts: [{ type: 'text', text: '' }],
        createdAt: 1000,
        state: 'streaming',
      },
    ]);
    expect(drafts).toEqual([{ messageId: 'id-1', key: undefined }]);
    expect(state.activity).toBeNull();
    expect(state.status).toBe('streaming');
    expect(finished).toEqual([]);
  });

  it.each<[string, readonly ChatEvent[], readonly string[]]>([
    ['grows by deltas', [START, delta('a '), delta(' b')], ['assistant streaming: a  b']],
    ['starts with a delta', [delta('a'), delta('b')], ['assistant streaming: ab']],
    ['starts with a snapshot', [soFar('a')], ['assistant streaming: a']],
    ['is what a snapshot says', [START, soFar('abc'), soFar('ab')], ['assistant streaming: ab']],
    ['may shrink to nothing', [soFar('abc'), soFar('')], ['assistant streaming: ']],
    ['ends as its end says', [delta('dra'), end('whole', 's1')], ['assistant complete: whole']],
    [
      'keeps a text that an empty end takes away',
      [delta('dra'), end('', 's1')],
      ['assistant complete: dra'],
    ],
    ['may be empty', [START, end('')], ['assistant complete: ']],
    ['needs no draft', [end('whole', 's1')], ['assistant complete: whole']],
    [
      'is interrupted by a second start',
      [delta('one'), START, delta('two')],
      ['assistant interrupted: one', 'assistant streaming: two'],
    ],
    [
      'leaves nothing behind when it is interrupted before it spoke',
      [START, START, delta('a')],
      ['assistant streaming: a'],
    ],
    [
      'is one message however often it ends',
      [delta('a'), end('b', 's1'), end('b', 's1')],
      ['assistant complete: b'],
    ],
    [
      'is replaced by another end with its id',
      [end('b', 's1'), end('c', 's1')],
      ['assistant complete: c'],
    ],
    [
      'is another without an id',
      [end('b'), end('b')],
      ['assistant complete: b', 'assistant complete: b'],
    ],
    [
      'of one key does not touch that of another',
      [start('x'), start('y'), delta('1', 'x'), delta('2', 'y'), end('one', 's1', 'x')],
      ['assistant complete: one', 'assistant streaming: 2'],
    ],
    [
      'is interrupted by a start with its own key',
      [delta('1', 'x'), delta('2', 'y'), start('x'), delta('3', 'x')],
      ['assistant interrupted: 1', 'assistant streaming: 2', 'assistant streaming: 3'],
    ],
    [
      'takes its key from what comes after',
      [START, delta('1', 'x'), delta('2', 'y')],
      ['assistant streaming: 1', 'assistant streaming: 2'],
    ],
    [
      'without a key is the newest',
      [delta('1', 'x'), delta('2', 'y'), delta('!')],
      ['assistant streaming: 1', 'assistant streaming: 2!'],
    ],
    [
      'without a key ends the newest',
      [delta('1', 'x'), delta('2', 'y'), end('!')],
      ['assistant streaming: 1', 'assistant complete: !'],
    ],
    [
      'of another key starts beside it',
      [delta('1', 'x'), end('2', 's2', 'y')],
      ['assistant streaming: 1', 'assistant complete: 2'],
    ],
  ])('%s', (_name, events, shown) => {
    expect(transcript(play(begin(), events))).toEqual(shown);
  });

  it('keeps the key it was given once', () => {
    expect(play(begin(), [START, delta('1', 'x')]).drafts).toEqual([
      { messageId: 'id-1', key: 'x' },
    ]);
    expect(play(begin(), [delta('1', 'x'), delta('2')]).drafts).toEqual([
      { messageId: 'id-1', key: 'x' },
    ]);
  });

  it('keeps its id, its place and the time it began', () => {
    const context = createContext();
    const growing = play(begin(), [delta('a'), ...sent('u')], context);
    context.now = 2000;
    const ended = play(
      growing,
      [
        {
          type: 'answer-end',
          message: { ...incoming('b', 's1'), createdAt: 5000, author: undefined },
        },
      ],
      context,
    );
    expect(ended.state.messages[0]).toEqual({
      id: 'id-1',
      serverId: 's1',
      role: 'assistant',
      parts: [{ type: 'text', text: 'b' }],
      createdAt: 1000,
      state: 'complete',
    });
    expect(ended.drafts).toEqual([]);
    expect(ended.finished).toEqual(['id-1']);
  });

  it('may turn out to be from a human, with what goes with it', () => {
    const metadata = { node: 1 };
    const message = { ...incoming('b', 's1', 'agent'), author: { id: '7' }, metadata };
    const ended = play(begin(), [delta('a'), { type: 'answer-end', message }]);
    expect(ended.state.messages[0]).toMatchObject({ role: 'agent', author: { id: '7' }, metadata });
  });

  it('keeps the text of the draft beside the cards of an empty end', () => {
    const cards = { type: 'cards', cards: [] } as const;
    const message = { role: 'assistant', parts: [cards] } as const;
    const [shown] = play(begin(), [delta('a'), { type: 'answer-end', message }]).state.messages;
    expect(shown?.parts).toEqual([{ type: 'text', text: 'a' }, cards]);
    const blank = {
      role: 'assistant',
      parts: [{ type: 'text', text: '' } as const, cards],
    } as const;
    const again = play(begin(), [delta('a'), { type: 'answer-end', message: blank }]);
    expect(again.state.messages[0]?.parts).toEqual([{ type: 'text', text: 'a' }, cards]);
  });

  it('takes the activity away when it ends', () => {
    const typing: ChatEvent = { type: 'activity', activity: { kind: 'typing' } };
    expect(play(begin(), [delta('a'), typing, end('a')]).state.activity).toBeNull();
  });

  it('is the same conversation when nothing grows', () => {
    const growing = play(begin(), [delta('a', 'x')]);
    expect(play(growing, [soFar('a', 'x')])).toBe(growing);
    expect(play(growing, [delta('', 'x')])).toBe(growing);
  });

  it('ends once in what is finished, and an interrupted one too', () => {
    expect(play(begin(), [delta('a'), end('b', 's1')]).finished).toEqual(['id-1']);
    expect(play(begin(), [end('b', 's1')]).finished).toEqual(['id-1']);
    expect(play(begin(), [end('b', 's1'), end('b', 's1')]).finished).toEqual([]);
    expect(play(begin(), [delta('a'), START]).finished).toEqual(['id-1']);
    expect(play(begin(), [START, START]).finished).toEqual([]);
  });

  it('grows on when an earlier one is ended again', () => {
    const events = [end('old', 's1'), delta('new'), end('old', 's1'), delta('er')];
    expect(transcript(play(begin(), events))).toEqual([
      'assistant complete: old',
      'assistant streaming: newer',
    ]);
  });

  it.each(['', 'Hel', 'Hello'])(
    'gives way to its whole that the history had first: "%s"',
    (text) => {
      const loading = {
        type: 'history-change',
        history: { status: 'loading', hasMore: true },
      } as const;
      const page = merge([incoming('Hello', 's1')]);
      const raced = play(begin(), [loading, page, delta(text), end('Hello', 's1')]);
      expect(transcript(raced)).toEqual(['assistant complete: Hello']);
      expect(raced.drafts).toEqual([]);
      expect(raced.state.status).toBe('ready');
    },
  );

  it('leaves what broke off before the user spoke when it grew into something else', () => {
    const ended = play(begin(), [
      delta('Hel'),
      { type: 'connection-lose', error: LOST },
      ...sent('a'),
      delta('Hi'),
      end('Hello', 's1'),
    ]);
    expect(transcript(ended)).toEqual([
      'assistant interrupted: Hel',
      'user acknowledged: a',
      'assistant complete: Hello',
    ]);
  });

  it('is named by the history while it grows, and ends as itself', () => {
    const named = play(begin(), [
      delta('Hel'),
      { type: 'history-change', history: { status: 'loading', hasMore: true } },
      merge([incoming('Hello', 's1')]),
      delta('l'),
      end('Hello', 's1'),
    ]);
    expect(transcript(named)).toEqual(['assistant complete: Hello']);
    expect(named.drafts).toEqual([]);
  });
});

describe('a whole message', () => {
  const message = (text: string, serverId?: string): ChatEvent => ({
    type: 'message',
    message: incoming(text, serverId),
  });

  it('is one for one id: the later says what it is', () => {
    const twice = play(begin(), [message('a', 's1'), message('b', 's1')]);
    expect(transcript(twice)).toEqual(['assistant complete: b']);
    expect(twice.state.messages[0]?.id).toBe('id-1');
    expect(twice.finished).toEqual([]);
  });

  it('is the same conversation when it is said again', () => {
    const once = play(begin(), [message('a', 's1'), { type: 'turn-end' }]);
    expect(play(once, [message('a', 's1')])).toBe(once);
  });

  it('keeps the time of its arrival when it is said again', () => {
    const again = { ...incoming('a', 's1'), createdAt: 9 };
    const twice = play(begin(), [message('a', 's1'), { type: 'message', message: again }]);
    expect(twice.state.messages[0]?.createdAt).toBe(1000);
  });

  it('has the time that the platform gives', () => {
    const dated = { ...incoming('a'), createdAt: 9 };
    const [shown] = play(begin(), [{ type: 'message', message: dated }]).state.messages;
    expect(shown?.createdAt).toBe(9);
  });

  it('completes what was interrupted', () => {
    const events: readonly ChatEvent[] = [delta('a'), end('ab', 's1'), message('abc', 's1')];
    expect(transcript(play(begin(), events))).toEqual(['assistant complete: abc']);
  });

  it.each([
    ['user', 'user acknowledged: a', undefined],
    ['assistant', 'assistant complete: a', 'complete'],
    ['agent', 'agent complete: a', 'complete'],
    ['system', 'system complete: a', 'complete'],
  ] as const)('of the %s is at its end when it comes', (role, shown, state) => {
    const said = play(begin(), [{ type: 'message', message: incoming('a', 's1', role) }]);
    expect(transcript(said)).toEqual([shown]);
    expect(said.state.messages[0]?.state).toBe(state);
    expect(said.finished).toEqual(role === 'user' ? [] : ['id-1']);
    const again = { type: 'message', message: incoming('b', 's1', role) } as const;
    expect(play(said, [again]).state.messages[0]?.state).toBe(state);
  });

  it('cannot put words into the mouth of the other side', () => {
    const user = { type: 'message', message: incoming('mine', 's1', 'user') } as const;
    const swapped = play(begin(), [user, message('yours', 's1')]);
    expect(transcript(swapped)).toEqual(['user acknowledged: mine', 'assistant complete: yours']);
  });

  it('leaves out the fields that say nothing', () => {
    const said = { ...incoming('a'), author: undefined, metadata: undefined };
    const [shown] = play(begin(), [{ type: 'message', message: said }]).state.messages;
    expect(Object.keys(shown ?? {}).toSorted()).toEqual([
      'createdAt',
      'id',
      'parts',
      'role',
      'state',
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('may be called %s', (id) => {
    const metadata = JSON.parse('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
    const events: readonly ChatEvent[] = [
      { type: 'message', message: { ...incoming('a', id), metadata } },
      delta('b', id),
      end('c', `${id}2`, id),
    ];
    expect(play(begin(), events).state.messages.map(messageText)).toEqual(['a', 'c']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('stays within the bound of the transcript', () => {
    const events = ['a', 'b', 'c'].map((text) => message(text));
    expect(transcript(play(begin({}, { maxMessages: 2 }), events))).toEqual([
      'assistant complete: b',
      'assistant complete: c',
    ]);
    const answers = [end('a'), end('b'), START];
    expect(play(begin({}, { maxMessages: 2 }), answers).state.messages).toHaveLength(2);
  });
});
