import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { isOver } from '../judge/is-over.ts';
import type { FaultProxy } from '../proxy/fault-proxy.ts';
import { seconds } from '../seconds.ts';
import { answerNext } from './answer-next.ts';
import { mendByHand } from './mend-by-hand.ts';

fault({
  id: 'R8',
  title: 'a request answered with 500 is failed with a retry, and arrives when the user asks again',
  providers: ['nlx-http'],
  async play(scene) {
    const { say, strike, proxy } = scene;
    await strike(() => proxy.answer(500));
    say('one');
    await mendByHand(scene, 'one', 'failed', (parley) => {
      expect(parley.errors.at(-1)).toMatchObject({ code: 'server', retryable: true });
      expect(parley.status()).toBe('ready');
    });
  },
});

fault({
  id: 'R11',
  title:
    'a request answered with 503 and no advice is failed with a retry; with advice it waits and goes by itself',
  providers: ['nlx-http'],
  async play(scene) {
    const { say, answered, strike, own, until, proxy, says, heal, now, note } = scene;
    await strike(() => proxy.answer(503));
    say('one');
    await mendByHand(scene, 'one', 'failed', (parley) => {
      expect(parley.errors.at(-1)).toMatchObject({ code: 'server', retryable: true });
      expect(parley.dials).toHaveLength(1);
    });
    await strike(() => answerNext(scene, 503, () => ({ 'retry-after': '7' })));
    const { accepted } = proxy;
    say('two');
    await strike(async () => {
      // It may be queued for a moment before it goes out, too.
      await own(() => until('it was asked', () => proxy.accepted > accepted));
      await says('two', 'queued');
      const refused = now();
      await heal();
      await answered('two');
      await own(({ dials }) => {
        const [first = 0, second = 0, ...more] = dials.slice(2);
        expect(second - first).toBeGreaterThanOrEqual(7000);
        expect(more).toEqual([]);
        note(`went ${seconds(now() - refused)} later, advised 7 s`);
      });
    });
    await answered('two');
  },
});

fault({
  id: 'R18',
  title:
    'a poll that goes into a hole holds up nothing that the user says for longer than an answer may take',
  providers: ['nlx-http'],
  options: { serve: { tokenDelayMs: 60 } },
  async play({ strike, own, until, proxy, now, note, exchange, say, answered, simulator }) {
    await exchange('one');
    await own(async ({ chat }) => {
      chat.sendMessage('pending');
      await until('it polls', () => chat.store.getState().activity?.kind === 'polling');
      const { length } = simulator.received;
      proxy.holeDown();
      await until('a poll is asked', () => simulator.received.length > length);
    });
    const struck = now();
    say('two');
    await own(async ({ dials }) => {
      const { length } = dials;
      await until('the next one goes', () => dials.length > length);
      note(`behind a lost poll: after ${seconds(now() - struck)}`);
      expect(now() - struck).toBeLessThanOrEqual(65_000);
    });
    await strike(() => proxy.heal());
    await answered('two');
  },
});

fault({
  id: 'R9',
  title:
    'a message at which the server fails each time it is sent is failed each time; the rest goes on',
  providers: ['nlx-http'],
  async play(scene) {
    const { say, says, strike, own, askAgain, until, heal, timesTaken, exchange } = scene;
    await exchange('one');
    await strike(() => answerNext(scene, 500, () => ({})));
    say('poison');
    await strike(() => says('poison', 'failed'));
    await own(async (parley) => {
      for (let time = 1; time <= 2; time += 1) {
        const { length } = parley.dials;
        askAgain('poison');
        await until('it was asked again', () => parley.dials.length > length);
        await says('poison', 'failed');
        expect(parley.dials).toHaveLength(length + 1);
      }
      expect(parley.errors.at(-1)).toMatchObject({ code: 'server' });
      expect([parley.status(), timesTaken('poison')]).toEqual(['ready', 0]);
    });
    await strike(heal);
    await exchange('two');
  },
});

for (const [status, outcome] of [
  [500, 'failed'],
  [504, 'unconfirmed'],
] as const) {
  fault({
    id: 'R9',
    title: `a message at which the server fails (${status}) is not sent again because a time is named with it; the rest goes on`,
    providers: ['nlx-http'],
    async play(scene) {
      const { say, says, strike, own, heal, timesTaken, exchange, answered } = scene;
      await exchange('one');
      await strike(() => answerNext(scene, status, () => ({ 'retry-after': '1' })));
      say('poison');
      say('two');
      await strike(async () => {
        await says('poison', outcome);
        await heal();
      });
      await answered('two');
      await own((parley) => {
        expect([timesTaken('poison'), timesTaken('two')]).toEqual([0, 1]);
        expect(parley.dials).toHaveLength(3);
      });
    },
  });
}

fault({
  id: 'R9',
  title:
    'a message that is told to come later each time (503) is no poison: nothing overtakes it, and all of it arrives',
  providers: ['nlx-http'],
  async play(scene) {
    const { say, says, strike, own, until, heal, exchange, answered } = scene;
    const { outcomes, ledger } = scene;
    await exchange('one');
    await strike(() => answerNext(scene, 503, () => ({ 'retry-after': '1' })));
    say('two');
    say('three');
    await own(async (parley) => {
      await until('it was asked four times', () => parley.dials.length > 4);
      await says('two', 'queued');
      expect(outcomes()).toMatchObject({ two: 'queued', three: 'queued' });
    });
    await strike(heal);
    await answered('two');
    await answered('three');
    await own(() => expect(ledger()).toEqual(['one', 'two', 'three']));
  },
});

for (const [what, harm] of [
  ['damaged', (proxy: FaultProxy) => proxy.corruptNext('down')],
  ['twice', (proxy: FaultProxy) => proxy.duplicateNext('down')],
] as const) {
  fault({
    id: 'R12',
    title: `a response whose bytes come ${what} says what it can, and the next request goes its way`,
    providers: ['nlx-http'],
    async play({ say, taken, strike, own, until, proxy, outcomeOf, shown, exchange, timesTaken }) {
      await exchange('one');
      await strike(() => harm(proxy));
      say('two');
      await taken('two');
      await own(async () => {
        await until('it is over', () => isOver(outcomeOf('two')));
        // Taken once, and shown as it was said or not at all.
        expect(timesTaken('two')).toBe(1);
        expect(
          shown()
            .filter((words) => words !== 'one')
            .filter((words) => words !== 'two'),
        ).toEqual([]);
        expect(['acknowledged', 'unconfirmed']).toContain(outcomeOf('two'));
      });
      await exchange('three');
    },
  });
}

fault({
  id: 'R38',
  title:
    'leaving while a request is under way, or while one waits for its time, leaves nothing and asks nothing',
  providers: ['nlx-http'],
  async play(scene) {
    const { say, taken, answered, strike, own, proxy, until, elapse, outcomeOf, exchange } = scene;
    await exchange('one');
    await strike(() => proxy.holeDown());
    say('two');
    await taken('two');
    await own(async (parley) => {
      const { length } = parley.dials;
      parley.chat.disconnect();
      await until('its request is let go of', () => outcomeOf('two') === 'unconfirmed');
      expect(parley.timers()).toBe(0);
      await elapse(120_000);
      expect(parley.dials).toHaveLength(length);
      await proxy.heal();
      parley.chat.connect();
    });
    await strike(() => answerNext(scene, 503, () => ({ 'retry-after': '20' })));
    const before = scene.parley?.dials.length ?? 0;
    say('three');
    await own(async (parley) => {
      await until('it was asked', () => parley.dials.length > before);
      await until('it waits', () => outcomeOf('three') === 'queued');
      const asked = parley.dials.length;
      parley.chat.disconnect();
      expect(parley.timers()).toBe(0);
      await proxy.heal();
      await elapse(120_000);
      expect(parley.dials).toHaveLength(asked);
      expect(outcomeOf('three')).toBe('queued');
      parley.chat.connect();
    });
    await answered('three');
  },
});
