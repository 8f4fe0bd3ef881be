import type { ChatMessage } from '@parley/hooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hearWholeMessages, startListening } from './whole-messages.ts';

const message = (id: string, rest: Partial<ChatMessage> = {}): ChatMessage => ({
  id,
  role: 'assistant',
  parts: [{ type: 'text', text: id }],
  createdAt: 0,
  state: 'complete',
  ...rest,
});
const user = (id: string) => message(id, { role: 'user', delivery: 'sent', state: undefined });
const ids = (messages: readonly ChatMessage[]) => messages.map(({ id }) => id);

describe('hearWholeMessages', () => {
  it('is silent about what was there before', () => {
    const before = [message('a'), user('b')];
    expect(hearWholeMessages(startListening(before), before).whole).toEqual([]);
  });

  it('hears a whole message once', () => {
    const first = hearWholeMessages(startListening([user('a')]), [user('a'), message('b')]);
    expect(ids(first.whole)).toEqual(['b']);
    expect(hearWholeMessages(first.heard, [user('a'), message('b')]).whole).toEqual([]);
  });

  it('waits for a growing message, whatever comes after it', () => {
    const growing = message('b', { state: 'streaming' });
    let step = hearWholeMessages(startListening([]), [growing]);
    expect(step.whole).toEqual([]);
    step = hearWholeMessages(step.heard, [growing, user('c')]);
    expect(step.whole).toEqual([]);
    step = hearWholeMessages(step.heard, [message('b'), user('c')]);
    expect(ids(step.whole)).toEqual(['b']);
  });

  it('hears an answer that was cut off', () => {
    const heard = startListening([message('a', { state: 'streaming' })]);
    expect(ids(hearWholeMessages(heard, [message('a', { state: 'interrupted' })]).whole)).toEqual([
      'a',
    ]);
  });

  it('does not read out an older page', () => {
    const heard = startListening([message('c')]);
    const page = [message('a'), message('b'), message('c')];
    expect(hearWholeMessages(heard, page).whole).toEqual([]);
  });

  it('does not read out a transcript that arrives at once', () => {
    const transcript = ['a', 'b', 'c', 'd'].map((id) => message(id));
    const step = hearWholeMessages(startListening([]), transcript);
    expect(step.whole).toEqual([]);
    expect(hearWholeMessages(step.heard, [...transcript, message('e')]).whole).toHaveLength(1);
  });

  it('says nothing about the user', () => {
    expect(hearWholeMessages(startListening([]), [user('a')]).whole).toEqual([]);
  });

  it('says every message of a conversation that grows exactly once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 12 }), (lengths) => {
        // Each answer takes that many deltas before it is whole; the next begins when it is.
        let heard = startListening([]);
        const done: ChatMessage[] = [];
        const said: string[] = [];
        for (const [index, deltas] of lengths.entries()) {
          const steps = Array.from({ length: deltas }, () =>
            message(`${index}`, { state: 'streaming' }),
          );
          for (const step of [...steps, message(`${index}`)]) {
            const result = hearWholeMessages(heard, [...done, step]);
            ({ heard } = result);
            said.push(...ids(result.whole));
          }
          done.push(message(`${index}`));
        }
        expect(said).toEqual(lengths.map((_, index) => `${index}`));
      }),
    );
  });
});
