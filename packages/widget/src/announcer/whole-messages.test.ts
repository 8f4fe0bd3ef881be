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
/** The conversation with one more message, with two more, and so on. */
const prefixes = (start: readonly ChatMessage[], count: number) =>
  Array.from({ length: count }, (_, more) => [
    ...start,
    ...Array.from({ length: more + 1 }, (_, index) => message(`${index}`)),
  ]);
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

  it('remembers no more than 100 messages, however long the conversation is', () => {
    const loaded = Array.from({ length: 250 }, (_, index) => message(`loaded ${index}`));
    let heard = startListening(loaded);
    expect(heard.known.size).toBe(100);
    for (const conversation of prefixes(loaded, 250)) {
      ({ heard } = hearWholeMessages(heard, conversation));
      expect(heard.known.size).toBe(100);
      expect(heard.growing.size).toBe(0);
    }
  });

  // Two of those between are older than the newest hundred, and few enough to be read out.
  it.each([102, 250])(
    'hears a message that became whole behind %i others once, and none of those again',
    (others) => {
      const growing = message('old', { state: 'streaming' });
      let heard = hearWholeMessages(startListening([]), [growing]).heard;
      let conversation: readonly ChatMessage[] = [growing];
      const said: string[] = [];
      for (conversation of prefixes(conversation, others)) {
        const step = hearWholeMessages(heard, conversation);
        ({ heard } = step);
        said.push(...ids(step.whole));
      }
      expect(said).toEqual(ids(conversation.slice(1)));

      const after = [message('old'), ...conversation.slice(1)];
      const step = hearWholeMessages(heard, after);
      expect(ids(step.whole)).toEqual(['old']);
      expect(hearWholeMessages(step.heard, after).whole).toEqual([]);
      expect(ids(hearWholeMessages(step.heard, [...after, message('next')]).whole)).toEqual([
        'next',
      ]);
    },
  );

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
