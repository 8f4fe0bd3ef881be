import { expect, it } from 'vitest';

import { createConversation } from '../chat/conversation.ts';
import type { ChatMessage } from '../chat/chat-message.ts';
import type { Chat } from '../chat.ts';
import { changeMessage } from '../chat/message-list.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { watchMessage } from './watch-messages.ts';

type Store = Chat['store'];

const { capabilities } = lexicon({ userId: 'u', chatId: 'c' });

const message = (id: string): ChatMessage => ({ id, role: 'assistant', parts: [], createdAt: 0 });

/** A store of messages alone, which counts who listens to it. */
function storeOf(...ids: readonly string[]) {
  let { state } = createConversation({ capabilities, initialMessages: ids.map(message) });
  const subscribers = new Set<Parameters<Store['subscribe']>[0]>();
  const store: Store = {
    getState: () => state,
    getInitialState: () => state,
    subscribe: (listener) => {
      subscribers.add(listener);
      return () => subscribers.delete(listener);
    },
  };
  const change = (messages: readonly ChatMessage[]) => {
    const before = state;
    state = { ...state, messages };
    subscribers.forEach((listener) => listener(state, before));
  };
  return { store, subscribers, change };
}

function watchAll(store: Store, ids: readonly string[]) {
  const told: string[] = [];
  const undo = ids.map((id) => watchMessage(store, id, () => told.push(id)));
  return { told, undo };
}

it('tells the listeners of the message that changed, and nobody else', () => {
  const { store, change } = storeOf('a', 'b', 'c');
  const { told } = watchAll(store, ['a', 'b', 'b', 'c']);
  const { messages } = store.getState();
  const holder = { messages };
  changeMessage(holder, 'b', () => ({ state: 'streaming' }));
  change(holder.messages);
  expect(told).toEqual(['b', 'b']);
});

it('tells of what came, what went and what changed at the same time, and of no move', () => {
  const { store, change } = storeOf('a', 'b', 'c');
  const { told } = watchAll(store, ['a', 'b', 'c', 'd']);
  const [a, b] = store.getState().messages;
  change([message('d'), b!, { ...a!, state: 'complete' }]);
  expect(told.toSorted()).toEqual(['a', 'c', 'd']);
});

it('says nothing where no message changed', () => {
  const { store, change } = storeOf('a');
  const { told } = watchAll(store, ['a']);
  change(store.getState().messages);
  change([...store.getState().messages]);
  expect(told).toEqual([]);
});

it('listens to the store once for all, and no longer than anybody listens to it', () => {
  const { store, subscribers, change } = storeOf('a', 'b');
  const { told, undo } = watchAll(store, ['a', 'b']);
  expect(subscribers.size).toBe(1);
  undo.forEach((stop) => stop());
  expect(subscribers.size).toBe(0);
  watchAll(store, ['a']);
  expect(subscribers.size).toBe(1);
  change([]);
  expect(told).toEqual([]);
});

it('leaves out a listener that an earlier one took away', () => {
  const { store, change } = storeOf('a', 'b');
  const told: string[] = [];
  let stop = () => {};
  watchMessage(store, 'a', () => stop());
  stop = watchMessage(store, 'b', () => told.push('b'));
  change([]);
  expect(told).toEqual([]);
});
