import { describe, expect, test } from 'vitest';

import type { ChatState } from '../chat/chat-state.ts';
import { messageText } from '../chat/chat-message.ts';
import type { ContractBench } from './provider-contract.ts';
import { deliveries, isCalm, sketch, textsOf, until } from './until.ts';

/** How an answer comes where it comes in pieces. */
export function describeStreaming(bench: ContractBench): void {
  const { open, serve } = bench;

  describe('streaming', () => {
    test('shows an answer growing, never shrinking and never doubled', async () => {
      const simulator = await serve({ slowly: true });
      const { chat } = open(simulator);
      const seen: string[] = [];
      chat.store.subscribe(({ messages }) => {
        const answer = messages.find(({ role }) => role === 'assistant');
        seen.push(answer ? messageText(answer) : '');
      });
      chat.sendMessage('echo one');
      const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      const whole = textsOf(state, 'assistant')[0]!;
      expect(seen.filter((text) => !whole.startsWith(text))).toEqual([]);
      expect(seen.toSorted((a, b) => a.length - b.length)).toEqual(seen);
      expect(new Set(seen).size).toBeGreaterThan(2);
    });
  });
}

/** How turns follow one another where there is one at a time. */
export function describeTurns(bench: ContractBench): void {
  const { arrived, open, serve } = bench;

  describe('turns', () => {
    test('one turn is under way at a time', async () => {
      const simulator = await serve({ slowly: true });
      const { chat } = open(simulator);
      const seen: ChatState[] = [];
      chat.store.subscribe((state) => seen.push(state));
      chat.sendMessage('echo one');
      chat.sendMessage('echo two');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 2);
      expect(arrived(simulator)).toEqual(['echo one', 'echo two']);
      const isAnswered = ({ messages }: ChatState): boolean =>
        messages.some(({ role, state }) => role === 'assistant' && state === 'complete');
      const both = seen.filter((state) => deliveries(state).length === 2);
      const early = both.filter((state) => !isAnswered(state));
      expect(early.some(({ status }) => status === 'submitted')).toBe(true);
      expect(
        early.filter((state) => deliveries(state)[1] !== 'echo two: queued').map(sketch),
      ).toEqual([]);
    });
  });
}
