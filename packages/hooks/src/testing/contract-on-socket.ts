import { describe, expect, test } from 'vitest';

import type { ContractBench } from './provider-contract.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from './until.ts';

/** What only a socket can do: be dropped, be closed, carry frames that nobody asked for. */
export function describeOnSocket(bench: ContractBench): void {
  const { arrived, open, serve } = bench;

  describe('on a socket', () => {
    test('a dropped socket: what was written is unconfirmed and not sent again, what waits is sent once', async () => {
      const simulator = await serve();
      const { chat } = open(simulator, { speed: 20 });
      chat.connect();
      await until(chat, isReady);
      simulator.setFaults({ dropAfterReceived: 1 });
      chat.sendMessage('echo lost');
      await until(chat, ({ connection }) => connection.status === 'reconnecting');
      simulator.setFaults({ dropAfterReceived: null });
      chat.sendMessage('echo two');
      chat.sendMessage('echo three');
      const state = await until(
        chat,
        (now) => textsOf(now, 'assistant').length >= 2 && isReady(now),
      );
      expect(deliveries(state)).toEqual([
        'echo lost: unconfirmed',
        'echo two: acknowledged',
        'echo three: acknowledged',
      ]);
      expect(arrived(simulator)).toEqual(['echo lost', 'echo two', 'echo three']);
    });

    test('frames that mean nothing are reported and skipped', async () => {
      const simulator = await serve();
      const { chat, oddities } = open(simulator);
      chat.connect();
      await until(chat, isReady);
      const junk = [
        'not JSON {',
        '[1, 2]',
        '42',
        'null',
        '"text"',
        '[]',
        '['.repeat(200),
        '{"a":'.repeat(100) + '1' + '}'.repeat(100),
      ];
      junk.forEach((frame) => simulator.push(frame));
      await eventually(() => expect(oddities.length).toBeGreaterThanOrEqual(junk.length));
      chat.sendMessage('echo one');
      const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      expect(state.error).toBeNull();
      expect(state.messages).toHaveLength(2);
    });

    test('a close with 1000 is idle; the next message dials', async () => {
      const simulator = await serve();
      const { chat, clock, dials } = open(simulator);
      chat.sendMessage('echo one');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      simulator.drop({ code: 1000 });
      await until(chat, ({ connection }) => connection.status === 'idle');
      expect(clock.pending()).toBe(0);
      chat.sendMessage('echo two');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 2);
      expect(arrived(simulator)).toEqual(['echo one', 'echo two']);
      expect(dials()).toBe(2);
    });

    test('a close with 1000 while something waits dials by itself', async () => {
      const simulator = await serve();
      const { chat, dials } = open(simulator, {
        speed: 20,
        pace: { frames: 1, perMs: 9000 },
      });
      chat.connect();
      await until(chat, isReady);
      chat.sendMessage('echo one');
      chat.sendMessage('echo two');
      await until(chat, ({ messages }) => messages[0]?.delivery === 'acknowledged');
      await until(chat, (now) => textsOf(now, 'assistant').length === 1 && now.status === 'ready');
      simulator.drop({ code: 1000 });
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 2);
      expect(arrived(simulator)).toEqual(['echo one', 'echo two']);
      expect(dials()).toBe(2);
    });

    test('any other end is reconnected to, and the transcript stays', async () => {
      const simulator = await serve();
      const { chat } = open(simulator, { speed: 20 });
      chat.sendMessage('echo one');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      const before = chat.store.getState().messages;
      for (const how of ['terminate', { code: 1001 }, { code: 1011 }, { code: 1012 }] as const) {
        simulator.drop(how);
        await until(chat, ({ connection }) => connection.status === 'reconnecting');
        await until(chat, isReady);
      }
      expect(chat.store.getState().messages.slice(0, before.length)).toEqual(before);
      chat.sendMessage('echo two');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 2);
      expect(arrived(simulator)).toEqual(['echo one', 'echo two']);
    });

    test('a refused handshake is tried again, and says after three what to check', async () => {
      const simulator = await serve();
      const { chat } = open(simulator, { speed: 20 });
      chat.connect();
      await until(chat, isReady);
      simulator.setFaults({ refuse: true });
      simulator.drop();
      const { connection } = await until(
        chat,
        (now) => now.connection.status === 'reconnecting' && now.connection.attempt > 4,
      );
      expect(connection).toMatchObject({
        reason: { code: 'unreachable', fix: expect.stringMatching(/key/iu) },
      });
      simulator.setFaults({ refuse: false });
      await until(chat, isReady);
    });
  });
}
