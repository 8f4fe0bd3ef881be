import { describe, expect, test } from 'vitest';

import type { ContractBench } from './provider-contract.ts';
import { deliveries, eventually, isCalm, textsOf, until } from './until.ts';

/** What becomes of the session. */
export function describeSessions(bench: ContractBench): void {
  const { arrived, open, serve } = bench;

  describe('sessions', () => {
    test('clear forgets the transcript and keeps the session', async () => {
      const simulator = await serve();
      const { chat } = open(simulator);
      chat.sendMessage('echo one');
      const { session } = await until(
        chat,
        (now) => isCalm(now) && textsOf(now, 'assistant').length > 0,
      );
      chat.clear();
      expect(chat.store.getState().messages).toEqual([]);
      chat.sendMessage('echo two');
      const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      expect(deliveries(state)).toEqual(['echo two: acknowledged']);
      expect(state.session.id).toBe(session.id);
    });

    test('reset begins another session, in which nothing of the old one lands', async () => {
      const simulator = await serve();
      const { chat } = open(simulator, { speed: 20 });
      chat.sendMessage('echo one');
      const before = await until(
        chat,
        (now) => isCalm(now) && textsOf(now, 'assistant').length > 0,
      );
      simulator.setFaults({ delayMs: 60 });
      chat.sendMessage('echo old');
      await eventually(() => expect(arrived(simulator)).toHaveLength(2));
      expect(chat.reset()).toEqual({ ok: true });
      expect(chat.store.getState()).toMatchObject({ messages: [], status: 'ready', error: null });
      chat.sendMessage('echo new');
      const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      expect(state.session.id).not.toBe(before.session.id);
      expect(deliveries(state)).toEqual(['echo new: acknowledged']);
      expect(textsOf(state, 'assistant')).toHaveLength(1);
      expect(arrived(simulator)).toEqual(['echo one', 'echo old', 'echo new']);
    });

    test('reset forgets what waits', async () => {
      const simulator = await serve();
      const { chat } = open(simulator);
      chat.sendMessage('echo one');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      chat.disconnect();
      chat.sendMessage('echo two');
      chat.reset();
      chat.connect();
      chat.sendMessage('echo three');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      expect(arrived(simulator)).toEqual(['echo one', 'echo three']);
    });
  });
}
