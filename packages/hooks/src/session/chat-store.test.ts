import { describe, expect, it } from 'vitest';

import { begin, incoming } from '../chat/testing/play.ts';
import { createChatStore } from './chat-store.ts';

const message = (text: string) =>
  ({ type: 'event', event: { type: 'message', message: incoming(text) } }) as const;

function setup() {
  const told: string[] = [];
  let thrown = 0;
  let count = 0;
  const { capabilities } = begin().state;
  const chat = createChatStore(
    { capabilities },
    () => ({ now: 1, createId: () => String((count += 1)) }),
    (after, before) => told.push(`${before.state.messages.length}→${after.state.messages.length}`),
    () => (thrown += 1),
  );
  const size = (): number => chat.store.getState().messages.length;
  return { ...chat, told, size, thrown: () => thrown };
}

describe('createChatStore', () => {
  it('shows a step at once and tells of it', () => {
    const { dispatch, store, told, size } = setup();
    const heard: number[] = [];
    store.subscribe((state, previous) =>
      heard.push(previous.messages.length, state.messages.length),
    );
    dispatch(message('a'));
    expect(size()).toBe(1);
    expect(heard).toEqual([0, 1]);
    expect(told).toEqual(['0→1']);
  });

  it('tells nothing of a step that changed nothing', () => {
    const { dispatch, store, told } = setup();
    store.subscribe(() => told.push('store'));
    dispatch({ type: 'act-end', id: 'x' });
    expect(told).toEqual([]);
  });

  it('tells of a batch once, and of each of its steps', () => {
    const { batch, dispatch, store, told, size } = setup();
    const heard: number[] = [];
    store.subscribe((state) => heard.push(state.messages.length));
    batch(() => {
      dispatch(message('a'));
      batch(() => dispatch(message('b')));
      expect(size()).toBe(2);
      expect(heard).toEqual([]);
    });
    expect(heard).toEqual([2]);
    expect(told).toEqual(['0→1', '1→2']);
  });

  it('tells of what may be told later together with the next step', () => {
    const { batch, dispatch, store, told, size } = setup();
    const heard: number[] = [];
    store.subscribe((state) => heard.push(state.messages.length));
    batch(() => dispatch(message('a')), true);
    expect([size(), heard, told]).toEqual([1, [], []]);
    dispatch(message('b'));
    expect([size(), heard, told]).toEqual([2, [2], ['0→1', '1→2']]);
  });

  it('tells everybody in the order of the steps, whatever a subscriber does in between', () => {
    const { dispatch, store, told, size } = setup();
    const heard: string[] = [];
    store.subscribe(({ messages }) => {
      heard.push(`first ${messages.length}`);
      if (messages.length === 1) {
        dispatch(message('b'));
        expect(size()).toBe(2);
      }
    });
    store.subscribe(({ messages }) => heard.push(`second ${messages.length}`));
    dispatch(message('a'));
    expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2']);
    expect(told).toEqual(['0→1', '1→2']);
  });

  it('goes on past a subscriber that throws', () => {
    const { dispatch, store, told, thrown } = setup();
    store.subscribe(() => {
      throw new Error('mine');
    });
    store.subscribe(() => told.push('other'));
    dispatch(message('a'));
    dispatch(message('b'));
    expect(told).toEqual(['other', '0→1', 'other', '1→2']);
    expect(thrown()).toBe(2);
  });

  it('tells later what a batch that threw had done', () => {
    const { batch, dispatch, told } = setup();
    expect(() =>
      batch(() => {
        dispatch(message('a'));
        throw new Error('mine');
      }),
    ).toThrow('mine');
    dispatch(message('b'));
    expect(told).toEqual(['0→1', '1→2']);
  });
});
