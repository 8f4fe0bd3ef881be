import { describe, expect, it } from 'vitest';

import type { AnswerState, ChatMessage, Delivery } from './chat-message.ts';
import { messageText } from './chat-message.ts';
import { mergeHistory } from './merge-history.ts';
import type { MessageList } from './message-list.ts';
import {
  begin,
  createContext,
  deepFreeze,
  incoming,
  LOST,
  merge as mergePage,
  play,
  userMessage,
} from './testing/play.ts';

const user = (id: string, text: string, delivery: Delivery, serverId?: string): ChatMessage =>
  userMessage(id, text, { delivery, ...(serverId && { serverId }) });

const answer = (id: string, text: string, state: AnswerState, serverId?: string): ChatMessage => ({
  id,
  role: 'assistant',
  parts: [{ type: 'text', text }],
  createdAt: 1,
  state,
  ...(serverId && { serverId }),
});

const contextOf = (maxMessages: number) => ({
  ...createContext(),
  maxMessages,
  stopped: [],
  ended: [],
});

const asked = (text: string, serverId?: string) => incoming(text, serverId, 'user');

function merge(list: MessageList, history: Parameters<typeof mergeHistory>[1]): MessageList {
  return mergeHistory(deepFreeze(list), deepFreeze(history), contextOf(1000));
}

/** `id=serverId text state`, in order. */
const shown = (list: MessageList): readonly string[] =>
  list.map(
    (message) =>
      `${message.id}=${message.serverId ?? ''} ${messageText(message)} ${message.delivery ?? message.state}`,
  );

describe('mergeHistory', () => {
  it('fills an empty transcript in the order of the platform', () => {
    expect(shown(merge([], [asked('hi', 's1'), incoming('hello', 's2')]))).toEqual([
      'id-1=s1 hi acknowledged',
      'id-2=s2 hello complete',
    ]);
  });

  it('puts what is older before and what is newer after what it knows', () => {
    const list = [answer('a', 'two', 'complete', 's2'), answer('b', 'four', 'complete', 's4')];
    const history = ['one', 'two', 'three', 'four', 'five'].map((text, place) =>
      incoming(text, `s${place + 1}`),
    );
    expect(merge(list, history).map(messageText)).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('puts a page that it knows nothing of before everything', () => {
    const list = [answer('a', 'late', 'complete', 's9'), user('u', 'later', 'queued')];
    const history = [incoming('one', 's1'), incoming('two', 's2')];
    expect(merge(list, history).map(messageText)).toEqual(['one', 'two', 'late', 'later']);
  });

  it('puts what is older just before the first that it knows', () => {
    const list = [answer('x', 'local', 'complete'), answer('a', 'two', 'complete', 's2')];
    const history = [incoming('one', 's1'), incoming('two', 's2')];
    expect(merge(list, history).map(messageText)).toEqual(['local', 'one', 'two']);
  });

  it('leaves what waits behind what was said', () => {
    const list = [answer('a', 'one', 'complete', 's1'), user('u', 'waiting', 'queued')];
    const history = [incoming('one', 's1'), incoming('two', 's2')];
    expect(merge(list, history).map(messageText)).toEqual(['one', 'two', 'waiting']);
  });

  it('is the same list when it learns nothing', () => {
    const list = [user('u', 'hi', 'acknowledged', 's1'), answer('a', 'hello', 'complete', 's2')];
    expect(merge(list, [asked('hi', 's1'), incoming('hello', 's2')])).toBe(list);
    expect(merge(list, [])).toBe(list);
  });

  it('keeps the place of what the transcript has in another order', () => {
    const list = [answer('b', 'two', 'complete', 's2'), answer('a', 'one', 'complete', 's1')];
    const history = [incoming('one', 's1'), incoming('two', 's2'), incoming('three', 's3')];
    expect(merge(list, history).map(messageText)).toEqual(['two', 'three', 'one']);
  });

  it('takes one id for one message', () => {
    const history = [incoming('one', 's1'), incoming('again', 's1'), asked('x'), asked('x')];
    expect(merge([], history).map(messageText)).toEqual(['one', 'x', 'x']);
  });

  it('gives the time of arrival where the platform gives none', () => {
    const [first, second] = merge([], [incoming('one'), { ...incoming('two'), createdAt: 7 }]);
    expect([first?.createdAt, second?.createdAt]).toEqual([1000, 7]);
  });

  it.each([
    ['queued', false],
    ['sending', true],
    ['sent', true],
    ['acknowledged', true],
    ['unconfirmed', true],
    ['failed', false],
  ] as const)('knows a message without an id by its text: %s', (delivery, known) => {
    const list = [{ ...user('u', 'hi', delivery), error: LOST }];
    const merged = merge(list, [asked('hi', 's1')]);
    expect(shown(merged)).toEqual(
      known ? ['u=s1 hi acknowledged'] : ['id-1=s1 hi acknowledged', `u= hi ${delivery}`],
    );
    if (known && delivery !== 'acknowledged') {
      expect(merged[0]).not.toHaveProperty('error');
    }
  });

  it('knows a message by its text even where the history has no ids', () => {
    const list = [user('u', 'hi', 'unconfirmed')];
    const [first] = merge(list, [asked('hi')]);
    expect(first).toEqual({ ...list[0], delivery: 'acknowledged' });
    const known = [user('u', 'hi', 'acknowledged')];
    expect(merge(known, [asked('hi')])).toBe(known);
  });

  it('acknowledges a message that it knows by id', () => {
    expect(shown(merge([user('u', 'hi', 'unconfirmed', 's1')], [asked('changed', 's1')]))).toEqual([
      'u=s1 hi acknowledged',
    ]);
  });

  it('does not take another text, another side or another id for the same', () => {
    const list = [
      user('u', 'hi', 'unconfirmed'),
      answer('a', 'hello', 'complete'),
      user('v', 'yes', 'acknowledged', 's8'),
    ];
    expect(merge(list, [asked('hi!', 's1')])).toHaveLength(4);
    expect(merge(list, [asked('hello', 's1')])).toHaveLength(4);
    expect(merge(list, [incoming('hi', 's1')])).toHaveLength(4);
    expect(merge(list, [asked('yes', 's9')])).toHaveLength(4);
  });

  it.each([
    ['a message that arrived', user('u', 'hi', 'acknowledged'), asked('hi', 's1')],
    ['an answer', answer('a', 'hi', 'complete'), incoming('hi', 's1')],
  ])('knows %s again whose time there is an hour before', (_name, message, again) => {
    const known = { ...message, createdAt: 3_600_000 };
    expect(merge([known], [{ ...again, createdAt: 0 }])).toHaveLength(1);
  });

  it('takes nothing from an hour before for a message that may not have arrived', () => {
    const known = { ...user('u', 'hi', 'unconfirmed'), createdAt: 3_600_000 };
    expect(merge([known], [{ ...asked('hi', 's1'), createdAt: 0 }])).toHaveLength(2);
  });

  it('never takes a notice for a message', () => {
    const notice: ChatMessage = { ...answer('n', 'hello', 'complete'), role: 'system' };
    expect(merge([notice], [incoming('hello', 's1')])).toHaveLength(2);
  });

  it('tells equal texts apart from the newest back', () => {
    const list = [
      user('u1', 'yes', 'acknowledged'),
      answer('a1', 'sure?', 'complete', 's2'),
      user('u2', 'yes', 'acknowledged'),
      answer('a2', 'done', 'complete', 's4'),
    ];
    const page = [asked('yes', 's3'), incoming('done', 's4')];
    expect(shown(merge(list, page)).slice(0, 3)).toEqual([
      'u1= yes acknowledged',
      'a1=s2 sure? complete',
      'u2=s3 yes acknowledged',
    ]);
    const whole = [asked('yes', 's1'), incoming('sure?', 's2'), ...page];
    expect(merge(list, whole).map(({ serverId }) => serverId)).toEqual(['s1', 's2', 's3', 's4']);
  });

  it('looks on from where it was when something between is new', () => {
    const list = [
      user('u1', 'yes', 'acknowledged'),
      answer('a', 'sure?', 'complete', 's3'),
      user('u2', 'yes', 'acknowledged'),
    ];
    const history = [asked('yes', 's1'), incoming('well', 's2'), incoming('sure?', 's3')];
    expect(shown(merge(list, history))).toEqual([
      'u1=s1 yes acknowledged',
      'id-1=s2 well complete',
      'a=s3 sure? complete',
      'u2= yes acknowledged',
    ]);
  });

  it('takes the newest where none stands before the first message', () => {
    const list = [
      answer('a', 'one', 'complete', 's2'),
      user('u1', 'yes', 'acknowledged'),
      answer('b', 'two', 'complete', 's3'),
      user('u2', 'yes', 'acknowledged'),
    ];
    const history = [asked('yes', 's1'), incoming('one', 's2'), incoming('two', 's3')];
    expect(merge(list, history).map(({ serverId }) => serverId)).toEqual([
      's2',
      undefined,
      's3',
      's1',
    ]);
  });

  it('looks behind the place it expects when nothing is there', () => {
    const list = [answer('a', 'done', 'complete', 's2'), user('u', 'late', 'unconfirmed')];
    const history = [asked('late', 's1'), incoming('done', 's2')];
    expect(shown(merge(list, history))).toEqual(['a=s2 done complete', 'u=s1 late acknowledged']);
  });

  it('takes what is under way last for it', () => {
    for (const delivery of ['sending', 'sent'] as const) {
      const list = [user('u', 'yes', 'unconfirmed'), user('v', 'yes', delivery)];
      expect(shown(merge(list, [asked('yes', 's1')]))).toEqual([
        'u=s1 yes acknowledged',
        `v= yes ${delivery}`,
      ]);
    }
    const answers = [answer('a', 'Yes', 'complete'), answer('b', 'Yes', 'streaming')];
    expect(shown(merge(answers, [incoming('Yes', 's1')]))).toEqual([
      'a=s1 Yes complete',
      'b= Yes streaming',
    ]);
  });

  it('completes an answer that broke off', () => {
    const [first] = merge([answer('a', 'Hel', 'interrupted')], [incoming('Hello', 's1')]);
    expect(first).toEqual({ ...answer('a', 'Hello', 'complete'), serverId: 's1' });
  });

  it('completes one that it knows by id', () => {
    const list = [answer('a', 'Bye', 'interrupted', 's1')];
    expect(shown(merge(list, [incoming('Hello', 's1')]))).toEqual(['a=s1 Hello complete']);
  });

  it.each([
    ['is no beginning of it', answer('a', 'ello', 'interrupted')],
    ['is whole', answer('a', 'Hel', 'complete')],
    ['says nothing', answer('a', '', 'interrupted')],
  ])('leaves an answer that %s', (_name, message) => {
    expect(merge([message], [incoming('Hello', 's1')])).toHaveLength(2);
  });

  it('names an answer that still grows, and leaves its growing alone', () => {
    const list = [answer('a', 'Hel', 'streaming')];
    expect(shown(merge(list, [incoming('Hello', 's1')]))).toEqual(['a=s1 Hel streaming']);
  });

  it('knows a message without text by its parts', () => {
    const file = { type: 'attachment', name: 'a.png' } as const;
    const list: MessageList = [{ ...user('u', '', 'unconfirmed'), parts: [file] }];
    const other = { ...file, name: 'b.png' };
    expect(merge(list, [{ role: 'user', parts: [{ ...file }], serverId: 's1' }])).toHaveLength(1);
    expect(merge(list, [{ role: 'user', parts: [other], serverId: 's1' }])).toHaveLength(2);
  });
});

describe('mergeHistory over a gap', () => {
  const gap = (list: MessageList, history: Parameters<typeof mergeHistory>[1]) =>
    mergeHistory(deepFreeze(list), deepFreeze(history), contextOf(1000), 'gap');

  it('leaves an answer unseen that ended and was not shown, unless the past is asked for', () => {
    const list = [answer('a', 'one', 'complete', 's1')];
    const history = [incoming('one', 's1'), incoming('two', 's2'), incoming('three')];
    const context = { ...contextOf(1000), ended: ['s1', 's2'] };
    const merged = (extent: 'all' | 'gap') =>
      mergeHistory(deepFreeze(list), deepFreeze(history), context, extent).map(messageText);
    expect(merged('gap')).toEqual(['one', 'three']);
    expect(merged('all')).toEqual(['one', 'two', 'three']);
  });

  it('goes on from an answer that ended and was shown', () => {
    const shownOne = [user('u', 'q', 'failed'), answer('a', 'one', 'complete', 's1')];
    const context = { ...contextOf(1000), ended: ['s1'] };
    const history = [incoming('one', 's1'), incoming('two', 's2')];
    const merged = mergeHistory(deepFreeze(shownOne), deepFreeze(history), context, 'gap');
    expect(merged.map(messageText)).toEqual(['q', 'one', 'two']);
  });

  const list = [answer('b', 'two', 'complete', 's2'), answer('d', 'four', 'complete', 's4')];

  it('fills it and leaves the past alone', () => {
    const history = ['one', 'two', 'three', 'four', 'five'].map((text, place) =>
      incoming(text, `s${place + 1}`),
    );
    expect(gap(list, history).map(messageText)).toEqual(['two', 'three', 'four', 'five']);
  });

  it('merges nothing where nothing is known to both', () => {
    expect(gap(list, [incoming('one', 's1'), incoming('six', 's6')])).toBe(list);
    expect(gap([], [incoming('one', 's1')])).toEqual([]);
  });

  it('begins at a message that is known by its text', () => {
    const lost = [user('u', 'hi', 'unconfirmed')];
    const history = [incoming('old', 's0'), asked('hi', 's1'), incoming('hello', 's2')];
    expect(shown(gap(lost, history))).toEqual(['u=s1 hi acknowledged', 'id-1=s2 hello complete']);
  });
});

describe('mergeHistory within a bound', () => {
  const bounded = (
    list: MessageList,
    history: Parameters<typeof mergeHistory>[1],
    extent?: 'all' | 'gap',
  ) => mergeHistory(deepFreeze(list), deepFreeze(history), contextOf(2), extent).map(messageText);
  const named = (...texts: readonly string[]) => texts.map((text) => incoming(text, text));
  const full = [answer('c', 'c', 'complete', 'c'), answer('d', 'd', 'complete', 'd')];

  it('keeps the past that was asked for, page after page', () => {
    expect(bounded(full, named('a', 'b'))).toEqual(['a', 'b', 'c', 'd']);
    const longer = [answer('b', 'b', 'complete', 'b'), ...full];
    expect(bounded(longer, named('1', 'a'))).toEqual(['1', 'a', 'b', 'c', 'd']);
  });

  it('drops the past when the next message comes', () => {
    const asked = play(begin({}, { maxMessages: 2, initialMessages: full }), [
      { type: 'history-change', history: { status: 'loading', hasMore: true } },
      mergePage(named('a', 'b')),
    ]);
    expect(asked.state.messages.map(messageText)).toEqual(['a', 'b', 'c', 'd']);
    const next = play(asked, [{ type: 'message', message: incoming('e') }]);
    expect(next.state.messages.map(messageText)).toEqual(['d', 'e']);
  });

  it('drops the oldest for what fills a gap', () => {
    expect(bounded(full, named('c', 'd', 'e', 'f'), 'gap')).toEqual(['e', 'f']);
    expect(bounded(full, named('c', 'd', 'e'))).toEqual(['d', 'e']);
  });

  it('drops nothing that is not delivered', () => {
    const list = [user('u', 'u', 'failed'), ...full.slice(0, 1)];
    expect(bounded(list, named('c', 'd', 'e'), 'gap')).toEqual(['u', 'e']);
  });

  it('begins with the newest where there is nothing yet', () => {
    expect(bounded([], named('a', 'b', 'c'))).toEqual(['b', 'c']);
  });
});
