import type { Simulator } from '@parley/simulators';
import { describe, expect, test } from 'vitest';

import type { ContractBench } from './provider-contract.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from './until.ts';

/** The next timer of a chat that has just become ready, and far more time than an answer here takes. */
const DEADLINES = { acknowledgeMs: 9000, answerMs: 9000 };

/** What becomes of messages and answers. */
export function describeDelivering(bench: ContractBench): void {
  const { arrived, isSocket, open, serve, slow, streams } = bench;

  /** The next message reaches the server and is never answered. Gives what waits until it is there. */
  function lose(simulator: Simulator): () => Promise<void> {
    const before = arrived(simulator).length;
    simulator.setFaults(isSocket ? { swallow: 1 } : { hang: true });
    return () =>
      eventually(() =>
        isSocket
          ? expect(simulator.faults.swallow).toBe(0)
          : expect(arrived(simulator)).toHaveLength(before + 1),
      );
  }

  describe('delivering', () => {
    test('sends a message and receives its answer', async () => {
      const simulator = await serve();
      const { chat } = open(simulator);
      expect(chat.sendMessage('echo one')).toMatchObject({ ok: true });
      const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
      expect(deliveries(state)).toEqual(['echo one: acknowledged']);
      expect(arrived(simulator)).toEqual(['echo one']);
      expect(state.error).toBeNull();
    });

    test('keeps what is sent before it is ready, and sends it once and in order', async () => {
      const simulator = await serve();
      const { chat } = open(simulator);
      const texts = ['echo one', 'echo two', 'echo three'];
      texts.forEach((text) => chat.sendMessage(text));
      expect(deliveries(chat.store.getState())).toEqual(texts.map((text) => `${text}: queued`));
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 3);
      expect(arrived(simulator)).toEqual(texts);
    });

    test('an unconfirmed message can be sent again, edited and discarded', async () => {
      const simulator = await serve();
      const { chat, clock } = open(simulator, { speed: 20, deadlines: DEADLINES });
      const fails = async (text: string): Promise<string> => {
        const gone = lose(simulator);
        const sent = chat.sendMessage(text);
        const id = sent.ok ? sent.id : '';
        await gone();
        clock.advanceToNext();
        await until(chat, ({ messages }) =>
          messages.some((message) => message.id === id && message.delivery === 'unconfirmed'),
        );
        simulator.setFaults({ hang: false });
        return id;
      };
      const again = await fails('echo again');
      expect(chat.retry(again)).toEqual({ ok: true, id: again });
      await until(chat, (now) => isReady(now) && isCalm(now));
      const edited = await fails('echo edited');
      expect(chat.edit(edited)).toEqual({ ok: true, text: 'echo edited' });
      const discarded = await fails('echo discarded');
      expect(chat.discard(discarded)).toEqual({ ok: true });
      expect(chat.retry(discarded)).toMatchObject({
        ok: false,
        error: { code: 'invalid-message' },
      });
      expect(deliveries(chat.store.getState())).toEqual(['echo again: acknowledged']);
    });

    test('a deadline that passes makes a message unconfirmed, and the chat goes on', async () => {
      const simulator = await serve();
      const { chat, clock, errors, dials } = open(simulator, { speed: 20, deadlines: DEADLINES });
      chat.connect();
      await until(chat, isReady);
      const gone = lose(simulator);
      chat.sendMessage('echo lost');
      await gone();
      clock.advanceToNext();
      await until(chat, ({ messages }) => messages[0]?.delivery === 'unconfirmed');
      expect(errors).toContainEqual(expect.objectContaining({ code: 'timeout' }));
      simulator.setFaults({ hang: false });
      chat.sendMessage('echo two');
      const state = await until(
        chat,
        (now) => now.messages.at(-1)?.role === 'assistant' && isReady(now),
      );
      expect(deliveries(state)).toEqual(['echo lost: unconfirmed', 'echo two: acknowledged']);
      expect(dials()).toBe(2);
    });

    test('stop ends the answer under way; the next turn is a whole one', async () => {
      const simulator = await serve({ slowly: true });
      const { chat } = open(simulator, { speed: 20 });
      chat.sendMessage(slow);
      if (streams) {
        await until(chat, (now) => textsOf(now, 'assistant').join('') !== '');
      } else {
        await eventually(() => expect(arrived(simulator)).toEqual([slow]));
      }
      chat.stop();
      const stopped = chat.store.getState();
      if (streams) {
        expect(stopped.messages.at(-1)?.state).toBe('interrupted');
        expect(stopped.status).toBe('ready');
      }
      const partial = textsOf(stopped, 'assistant');
      chat.sendMessage('echo two');
      const state = await until(chat, (now) => now.messages.at(-1)?.state === 'complete');
      expect(textsOf(state, 'assistant').slice(0, partial.length)).toEqual(partial);
      expect(state.messages.at(-1)?.role).toBe('assistant');
      expect(textsOf(state, 'assistant')).toHaveLength(partial.length + 1);
      expect(arrived(simulator)).toEqual([slow, 'echo two']);
    });

    test('never writes faster than its pace', async () => {
      const simulator = await serve();
      const { chat, writes } = open(simulator, { pace: { frames: 10, perMs: 300 } });
      simulator.setFaults({ rateLimit: { perSecond: 1000 } });
      const texts = Array.from({ length: 30 }, (_, index) => `echo ${index}`);
      texts.forEach((text) => chat.sendMessage(text));
      // Thirty turns, one after the other where the platform answers in turn.
      await eventually(() => expect(arrived(simulator)).toHaveLength(30), 40_000);
      expect(arrived(simulator)).toEqual(texts);
      // On the chat's clock, where they leave: a server sees late what left in time.
      const windows = writes.slice(10).map((time, index) => time - writes[index]!);
      expect(writes).toHaveLength(30);
      expect(Math.min(...windows)).toBeGreaterThan(300);
    }, 60_000);
  });
}
