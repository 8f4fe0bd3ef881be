import { describe, expect, test } from 'vitest';

import { messageText } from '../chat/chat-message.ts';
import type { ContractBench } from './provider-contract.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from './until.ts';

/** What becomes of messages and answers. */
export function describeDelivering(bench: ContractBench): void {
  const { arrived, isSocket, open, serve, slow, streams, takesTurns } = bench;

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

    test.runIf(streams)('shows an answer growing, never shrinking and never doubled', async () => {
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

    test.runIf(isSocket)(
      'a dropped socket: what was written is unconfirmed and not sent again, what waits is sent once',
      async () => {
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
      },
    );

    test.runIf(!isSocket)(
      'a request that got no response is unconfirmed, and not sent again',
      async () => {
        const simulator = await serve();
        const { chat } = open(simulator);
        simulator.setFaults({ hang: true });
        chat.sendMessage('echo lost');
        await eventually(() => expect(arrived(simulator)).toEqual(['echo lost']));
        await simulator.close();
        const state = await until(chat, ({ messages }) => messages[0]?.delivery === 'unconfirmed');
        expect(state.connection.status).toBe('ready');
        expect(state.error).toMatchObject({ code: 'unreachable', retryable: true });
        expect(arrived(simulator)).toEqual(['echo lost']);
      },
    );

    test('an unconfirmed message can be sent again, edited and discarded', async () => {
      const simulator = await serve();
      const { chat } = open(simulator, {
        speed: 20,
        deadlines: { acknowledgeMs: 1000, answerMs: 1000 },
      });
      const fails = async (text: string): Promise<string> => {
        simulator.setFaults(isSocket ? { swallow: 1 } : { hang: true });
        const sent = chat.sendMessage(text);
        const id = sent.ok ? sent.id : '';
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
      const { chat, errors, dials } = open(simulator, {
        speed: 20,
        deadlines: { acknowledgeMs: 1000, answerMs: 1000 },
      });
      chat.connect();
      await until(chat, isReady);
      simulator.setFaults(isSocket ? { swallow: 1 } : { hang: true });
      chat.sendMessage('echo lost');
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
      await eventually(() => expect(arrived(simulator)).toHaveLength(30));
      expect(arrived(simulator)).toEqual(texts);
      // Taken where they leave: a server in the same process sees what a busy moment held back all at once.
      // A request leaves a moment after it was counted, and not each after the same moment.
      const windows = writes.slice(10).map((time, index) => time - writes[index]!);
      expect(writes).toHaveLength(30);
      expect(Math.min(...windows)).toBeGreaterThan(isSocket ? 300 : 200);
    });

    test.runIf(takesTurns)('one turn is under way at a time', async () => {
      const simulator = await serve({ slowly: true });
      const { chat } = open(simulator);
      chat.sendMessage('echo one');
      chat.sendMessage('echo two');
      await eventually(() => expect(arrived(simulator)).toEqual(['echo one']));
      expect(deliveries(chat.store.getState())[1]).toBe('echo two: queued');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 2);
      expect(arrived(simulator)).toEqual(['echo one', 'echo two']);
    });
  });
}
