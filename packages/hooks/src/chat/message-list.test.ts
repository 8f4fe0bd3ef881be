import { describe, expect, it } from 'vitest';

import type { ChatMessage, MessageRole } from './chat-message.ts';
import * as changes from './message-list.ts';
import {
  findMessage,
  findStuck,
  messageIds,
  type MessageList,
  trimMessages,
} from './message-list.ts';
import { userMessage } from './testing/play.ts';

const answer = (id: string, more: Partial<ChatMessage> = {}): ChatMessage => ({
  id,
  role: 'assistant',
  parts: [{ type: 'text', text: id }],
  createdAt: 1,
  state: 'complete',
  ...more,
});

/** What a transcript is after a change. */
const after =
  <Rest extends readonly unknown[]>(
    change: (holder: changes.MessageHolder, ...rest: Rest) => void,
  ) =>
  (messages: MessageList, ...rest: Rest): MessageList => {
    const holder = { messages };
    change(holder, ...rest);
    return holder.messages;
  };

const changeMessage = after(changes.changeMessage);
const addMessage = (messages: MessageList, message: ChatMessage, maxMessages: number) =>
  after((holder) => {
    const bounded = { ...holder, maxMessages };
    changes.addMessage(bounded, message);
    holder.messages = bounded.messages;
  })(messages);
const removeMessage = after(changes.removeMessage);

const list = [answer('a', { serverId: 's1' }), answer('b'), answer('c', { serverId: 's1' })];

describe('findMessage', () => {
  it('finds by id, first and last included', () => {
    expect(findMessage(list, 'a')).toBe(list[0]);
    expect(findMessage(list, 'c')).toBe(list[2]);
    expect(findMessage(list, 'x')).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('knows no %s', (id) => {
    expect(findMessage(list, id)).toBeUndefined();
    expect(changeMessage(list, id, () => answer('x'))).toBe(list);
    expect(findMessage([answer(id)], id)?.id).toBe(id);
  });

  it('looks at no message once the list is indexed', () => {
    const counted = list.slice();
    findMessage(counted, 'a');
    let reads = 0;
    const watched = changeMessage(counted, 'b', (message) => {
      reads += 1;
      return { ...message, parts: [] };
    });
    expect(findMessage(watched, 'b')?.parts).toEqual([]);
    expect(reads).toBe(1);
  });
});

describe('findStuck', () => {
  it('finds what waits only where it is asked for', () => {
    const waiting = [userMessage('u')];
    expect(findStuck(waiting, 'u')).toBeUndefined();
    expect(findStuck(waiting, 'u', true)).toBe(waiting[0]);
  });
});

describe('messageIds', () => {
  it('is the same array however a message changes', () => {
    const ids = messageIds(list);
    const changed = changeMessage(list, 'b', (message) => ({ ...message, parts: [] }));
    const again = changeMessage(changed, 'c', (message) => ({ ...message, state: 'streaming' }));
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(messageIds(changed)).toBe(ids);
    expect(messageIds(again)).toBe(ids);
    expect(messageIds(list)).toBe(ids);
  });

  it('is another when one comes or goes', () => {
    expect(messageIds(addMessage(list, answer('d'), 9))).toEqual(['a', 'b', 'c', 'd']);
    expect(messageIds(removeMessage(list, 'a'))).toEqual(['b', 'c']);
  });
});

describe('changeMessage', () => {
  it('changes one and leaves the others and the list as they were', () => {
    const changed = changeMessage(list, 'b', (message) => ({ ...message, serverId: 's2' }));
    expect(changed.map(({ serverId }) => serverId)).toEqual(['s1', 's2', 's1']);
    expect(changed[0]).toBe(list[0]);
    expect(changed[2]).toBe(list[2]);
    expect(list[1]?.serverId).toBeUndefined();
  });

  it('is the same list for an unknown id or an unchanged message', () => {
    expect(changeMessage(list, 'x', () => answer('x'))).toBe(list);
    expect(changeMessage(list, undefined, () => answer('x'))).toBe(list);
    expect(changeMessage(list, 'b', (message) => message)).toBe(list);
    expect(changeMessage(list, 'b', ({ parts }) => ({ parts: structuredClone(parts) }))).toBe(list);
    expect(changeMessage(list, 'b', () => ({ error: undefined }))).toBe(list);
  });

  it('takes a field away that becomes undefined', () => {
    const [first] = changeMessage(list, 'a', () => ({ serverId: undefined }));
    expect(first).not.toHaveProperty('serverId');
  });
});

describe('findKnown', () => {
  const known = (serverId: string | undefined, role: MessageRole = 'assistant') =>
    changes.findKnown({ messages: list }, { serverId, role });

  it('takes the newest', () => {
    expect(known('s1')).toBe(list[2]);
    expect(known('s2')).toBeUndefined();
  });

  it('finds nothing without an id, whatever has none', () => {
    expect(known(undefined)).toBeUndefined();
  });

  it('keeps the user and the other side apart, and no more', () => {
    expect(known('s1', 'user')).toBeUndefined();
    expect(known('s1', 'agent')).toBe(list[2]);
    const mixed = [userMessage('u', 'u', { serverId: 's1' }), ...list];
    expect(changes.findKnown({ messages: mixed }, { serverId: 's1', role: 'user' })).toBe(mixed[0]);
  });
});

describe('removeMessage', () => {
  it('removes one', () => {
    expect(removeMessage(list, 'b')).toEqual([list[0], list[2]]);
  });

  it('is the same list for an unknown id', () => {
    expect(removeMessage(list, 'x')).toBe(list);
  });
});

describe('trimMessages', () => {
  it('is the same list within the bound', () => {
    expect(trimMessages(list, 3)).toBe(list);
  });

  it('drops the oldest', () => {
    expect(trimMessages(list, 1)).toEqual([list[2]]);
  });

  it.each([
    ['queued', true],
    ['sending', true],
    ['unconfirmed', true],
    ['failed', true],
    ['sent', false],
    ['acknowledged', false],
    [undefined, false],
  ] as const)('keeps what is not delivered: %s', (delivery, kept) => {
    const messages = [userMessage('u', 'u', { delivery }), answer('a'), answer('b')];
    const ids = trimMessages(messages, 1).map(({ id }) => id);
    expect(ids).toEqual(kept ? ['u'] : ['b']);
  });

  it.each([
    ['streaming', true],
    ['interrupted', false],
    ['complete', false],
    [undefined, false],
  ] as const)('keeps what still grows: %s', (state, kept) => {
    const messages = [answer('a', { state }), answer('b'), answer('c')];
    const ids = trimMessages(messages, 1).map(({ id }) => id);
    expect(ids).toEqual(kept ? ['a'] : ['c']);
  });

  it('looks at the role before the delivery', () => {
    const messages = [answer('a', { delivery: 'queued' }), answer('b')];
    expect(trimMessages(messages, 1)).toEqual([messages[1]]);
  });
});

describe('addMessage', () => {
  it('keeps the bound', () => {
    expect(messageIds(addMessage(list, answer('d'), 3))).toEqual(['b', 'c', 'd']);
  });

  it('keeps what has only just come, however many wait', () => {
    const waiting = [userMessage('u'), userMessage('v')];
    expect(messageIds(addMessage(waiting, answer('a'), 2))).toEqual(['u', 'v', 'a']);
    expect(messageIds(addMessage([], answer('a'), 0))).toEqual(['a']);
  });
});
