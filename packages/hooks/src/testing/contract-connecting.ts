import { describe, expect, test, vi } from 'vitest';

import { SECRET } from './open-chat.ts';
import type { ContractBench } from './provider-contract.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from './until.ts';

const WRONG = `wrong-${SECRET}`;

/** What becomes of the connection. */
export function describeConnecting(bench: ContractBench): void {
  const { arrived, isSocket, open, serve } = bench;

  describe('connecting', () => {
    test('a wrong key is failed, unauthorized and final', async () => {
      const simulator = await serve();
      const { chat, clock, dials } = open(simulator, { apiKey: WRONG });
      chat.sendMessage('echo one');
      const { connection, error } = await until(chat, (now) => now.connection.status === 'failed');
      expect(connection).toMatchObject({ reason: { code: 'unauthorized', retryable: false } });
      expect(error).toMatchObject({ code: 'unauthorized' });
      expect(dials()).toBe(1);
      expect(clock.pending()).toBe(0);
    });

    test('a function is asked for another key once, and no more', async () => {
      const simulator = await serve();
      const apiKey = vi.fn<() => string>(() => WRONG);
      const { chat, clock, dials } = open(simulator, { apiKey });
      chat.sendMessage('echo one');
      await until(chat, ({ connection }) => connection.status === 'failed');
      expect(apiKey).toHaveBeenCalledTimes(2);
      expect(dials()).toBe(2);
      expect(clock.pending()).toBe(0);
    });

    test('a fresh key opens the chat, and nothing is lost on the way', async () => {
      const simulator = await serve();
      const keys = [WRONG, SECRET];
      const { chat, connections } = open(simulator, { apiKey: () => keys.shift() ?? SECRET });
      chat.sendMessage('echo one');
      const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      expect(deliveries(state)).toEqual(['echo one: acknowledged']);
      expect(connections).not.toContain('failed');
    });

    test('failed keeps what is sent; a good key and connect() deliver it', async () => {
      const simulator = await serve();
      let key = WRONG;
      const { chat } = open(simulator, { apiKey: () => key });
      chat.connect();
      if (!isSocket) {
        chat.sendMessage('echo probe');
      }
      await until(chat, ({ connection }) => connection.status === 'failed');
      chat.sendMessage('echo kept');
      expect(deliveries(chat.store.getState()).at(-1)).toBe('echo kept: queued');
      key = SECRET;
      chat.connect();
      const state = await until(
        chat,
        (now) => now.messages.at(-1)?.role === 'assistant' && isReady(now),
      );
      expect(deliveries(state).at(-1)).toBe('echo kept: acknowledged');
      expect(state.error).toBeNull();
    });

    test('disconnect is closed and stays so; sends wait visibly and connect() delivers them', async () => {
      const simulator = await serve();
      const { chat, clock } = open(simulator);
      chat.sendMessage('echo one');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      chat.disconnect();
      await until(chat, ({ connection }) => connection.status === 'closed');
      await eventually(() => expect(simulator.connections).toBe(0));
      expect(clock.pending()).toBe(0);
      chat.sendMessage('echo two');
      chat.sendMessage('echo three');
      expect(deliveries(chat.store.getState()).slice(1)).toEqual([
        'echo two: queued',
        'echo three: queued',
      ]);
      expect(arrived(simulator)).toEqual(['echo one']);
      chat.connect();
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 3);
      expect(arrived(simulator)).toEqual(['echo one', 'echo two', 'echo three']);
    });

    test('letting go in the middle of an answer leaves no timer and no socket', async () => {
      const simulator = await serve({ slowly: true });
      const { chat, clock, session } = open(simulator);
      chat.sendMessage('echo one');
      chat.sendMessage('echo two');
      await eventually(() => expect(arrived(simulator).length).toBeGreaterThan(0));
      session.release();
      expect(clock.pending()).toBe(0);
      await eventually(() => expect(simulator.connections).toBe(0));
      expect(chat.store.getState().connection.status).toBe('idle');
    });

    test('letting go while it dials leaves no timer and no socket', async () => {
      const simulator = await serve();
      const { chat, clock, session } = open(simulator);
      chat.connect();
      session.release();
      expect(clock.pending()).toBe(0);
      await eventually(() => expect(simulator.connections).toBe(0));
      expect(chat.store.getState().connection.status).toBe('idle');
    });

    test('a server that is down: what is sent waits or is unconfirmed, and is not lost', async () => {
      const simulator = await serve();
      await simulator.close();
      const { chat } = open(simulator, { speed: 20 });
      chat.sendMessage('echo one');
      if (isSocket) {
        const { connection } = await until(
          chat,
          (now) => now.connection.status === 'reconnecting' && now.connection.attempt > 4,
        );
        expect(connection).toMatchObject({
          reason: { code: 'unreachable', fix: expect.any(String) },
        });
        expect(deliveries(chat.store.getState())).toEqual(['echo one: queued']);
      } else {
        await until(chat, ({ error }) => error?.code === 'unreachable');
        expect(deliveries(chat.store.getState())).toEqual(['echo one: unconfirmed']);
      }
    });
  });
}
