import { expect } from 'vitest';

import { type AskedTurn, startAnswerServer, type WrittenAnswer } from '../answer-server.ts';
import { fault } from '../fault.ts';
import { ODD_BODIES, ODD_BYTES, oddFrames, strangeAnswer } from '../odd-frames.ts';
import { SOCKETS, wordsOf } from '../platforms.ts';

const isSocket = (name: string): name is (typeof SOCKETS)[number] =>
  SOCKETS.some((each) => each === name);

fault({
  id: 'R46',
  title:
    'frames that mean nothing are dropped with a word, between messages and within answers, and nothing else changes',
  providers: SOCKETS,
  // Slow enough for something to come within an answer.
  options: { serve: { tokenDelayMs: 10 } },
  async play({ say, answered, taken, strike, own, until, simulator, proxy, provider, exchange }) {
    if (!isSocket(provider)) return;
    const odd = oddFrames(provider);
    await exchange('first of all');
    await strike(() => {
      for (const frame of odd) simulator.push(frame);
    });
    say('this is said among others');
    await taken('this is said among others');
    await strike(() => {
      for (const frame of odd) simulator.push(frame);
    });
    await answered('this is said among others');
    await own(async ({ oddities }) => {
      await until('each was reported', () => oddities.length >= 2 * odd.length);
      expect(oddities).toHaveLength(2 * odd.length);
    });
    await strike(() => {
      for (const bytes of ODD_BYTES) proxy.inject(bytes);
    });
    await own(async ({ oddities, errors, dials, chat }) => {
      const known = 2 * odd.length + ODD_BYTES.length - 1;
      await until('the bytes were reported', () => oddities.length >= known);
      expect([oddities.length, errors, dials.length]).toEqual([known, [], 1]);
      // Whoever reads a report gets a line, not the frame.
      expect(Math.max(...oddities.map(({ length }) => length))).toBeLessThan(200);
      expect(chat.store.getState()).toMatchObject({ connection: { status: 'ready' }, error: null });
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    });
    await exchange('after all');
  },
});

fault({
  id: 'R46',
  title: 'an answer with fields of every wrong type beside its text shows its text',
  providers: SOCKETS,
  async play({ strike, own, until, simulator, provider, shown, exchange }) {
    if (!isSocket(provider)) return;
    await exchange('first of all');
    await strike(async () => {
      simulator.push(strangeAnswer(provider, 'a strange one'));
      await until('it is shown', () => shown().includes('a strange one'));
    });
    await exchange('after it');
    await own(({ errors, dials, chat }) => {
      expect([errors, dials.length]).toEqual([[], 1]);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
      // What is stored can be stored elsewhere: no cycle, no depth, nothing that JSON does not know.
      expect(() => JSON.stringify(chat.store.getState().messages)).not.toThrow();
    });
  },
});

const bodyAt = (index: number): string => `body number ${index}`;

function writeOdd({ text, conversationId }: AskedTurn): WrittenAnswer {
  const words = wordsOf(text);
  const [type, body] = ODD_BODIES.find((_, index) => words === bodyAt(index)) ?? [];
  return body === undefined
    ? {
        type: 'application/json',
        body: JSON.stringify({ conversationId, messages: [{ text: words }], metadata: {} }),
      }
    : { type, body };
}

fault({
  id: 'R46',
  title: 'a body that is no answer leaves its message with a word, and the next one goes its way',
  providers: ['nlx-http'],
  options: { start: () => startAnswerServer(writeOdd) },
  async play({ say, taken, strike, own, until, outcomeOf, shown, exchange }) {
    await exchange('first of all');
    await strike(async () => {
      for (const index of ODD_BODIES.keys()) {
        say(bodyAt(index));
        await taken(bodyAt(index));
        await own(async ({ chat }) => {
          await until(`number ${index} is over`, () => outcomeOf(bodyAt(index)) !== 'sending');
          await until('it is quiet', () => chat.store.getState().status !== 'submitted');
          expect(['failed', 'unconfirmed', 'acknowledged'], String(ODD_BODIES[index])).toContain(
            outcomeOf(bodyAt(index)),
          );
          expect(chat.store.getState().connection.status).toBe('ready');
        });
      }
    });
    await exchange('after all');
    await own(() => {
      expect(shown()).toEqual(['first of all', 'after all']);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    });
  },
});
