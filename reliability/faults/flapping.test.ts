import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { SOCKETS } from '../platforms.ts';
import type { Scene } from '../scene.ts';
import { seconds } from '../seconds.ts';
import { waitsBetween } from '../waits-between.ts';
import { answerNext } from './answer-next.ts';
import { expectGivenUp } from './expect-given-up.ts';
import { connectAgain } from './connect-again.ts';

// The same draw each time: what differs between waits is their bound.
const options = { options: { runtime: { random: () => 0.5 } } };

/** Each wait is as long as the one before, but for the time that a handshake takes. */
function expectNoHurry(waits: readonly number[]): void {
  const hurried = waits.slice(1).filter((wait, index) => wait < 0.85 * (waits[index] ?? 0));
  expect(hurried, `waits of ${waits.join(', ')} ms`).toEqual([]);
}

/** How a fresh socket ends. */
type End = 'refused' | 'killed' | 1011 | 1012;

const ENDS: readonly (readonly [what: string, end: End])[] = [
  ['refuses every handshake', 'refused'],
  ['opens every fresh socket and kills it (1006)', 'killed'],
  ['closes every fresh socket with 1011', 1011],
  ['closes every fresh socket with 1012', 1012],
];

for (const [what, end] of ENDS) {
  fault({
    id: 'R6',
    title: `a server that ${what} is dialed ever more rarely`,
    providers: SOCKETS,
    options: {
      ...options,
      before: ({ simulator }) =>
        end === 'killed'
          ? undefined
          : simulator.setFaults(
              end === 'refused' ? { refuse: true } : { closeWith: { code: end, reason: '' } },
            ),
    },
    async play(scene) {
      const { say, strike, own, until, outcomeOf, heal, askAgain, note, provider } = scene;
      const { simulator, proxy, says } = scene;
      say('one');
      let opened = 0;
      await strike(() =>
        until('six dials', () => {
          opened += simulator.connections;
          if (end === 'killed' && proxy.accepted < 6) simulator.drop();
          return proxy.accepted >= 6;
        }),
      );
      await own(async (parley) => {
        await until('the sixth is made', () => parley.dials.length >= 6);
        const waits = waitsBetween(parley.dials.slice(0, 6));
        expectNoHurry(waits);
        // Half of 4, 8, 16 and 30 s, and the least of each.
        expect(waits.at(-1)).toBeGreaterThan(15_000);
        if (end === 'killed') expect(opened).toBeGreaterThanOrEqual(5);
        // Who is ready once it is open was written into a socket that closed: nobody knows.
        if (provider === 'aui' && end !== 'refused') await says('one', 'unconfirmed');
        else if (end !== 'killed') expect(outcomeOf('one')).toBe('queued');
        note(`the sixth dial ${seconds(waits.at(-1) ?? 0)} after the fifth`);
      });
      await strike(heal);
      await until('one is answered', () => {
        // The socket that was open when the server was healed may still be closed.
        if (outcomeOf('one') === 'unconfirmed') askAgain('one');
        return scene.shown().includes('one');
      });
    },
  });
}

fault({
  id: 'R6',
  title:
    'a server that tells every request to come back at once is asked ever more rarely, and gets all of it in order',
  providers: ['nlx-http'],
  options,
  async play(scene) {
    const { exchange, say, says, answered, strike, own, until, heal } = scene;
    const { note, ledger, outcomes } = scene;
    await exchange('one');
    await strike(() => answerNext(scene, 503, () => ({ 'retry-after': '0' })));
    say('two');
    say('three');
    await own(async (parley) => {
      await until('six requests', () => parley.dials.length >= 7);
      const waits = waitsBetween(parley.dials.slice(1, 7));
      expectNoHurry(waits);
      // Half of 4, 8, 16 and 30 s, and the least of each.
      expect(waits.at(-1)).toBeGreaterThan(15_000);
      await says('two', 'queued');
      expect(outcomes()).toMatchObject({ two: 'queued', three: 'queued' });
      note(`the sixth request ${seconds(waits.at(-1) ?? 0)} after the fifth`);
    });
    await strike(heal);
    await answered('two');
    await answered('three');
    await own(() => expect(ledger()).toEqual(['one', 'two', 'three']));
  },
});

/** Each fresh socket says one thing and ends, so many times. */
async function sayAndEnd(
  { simulator, until, proxy, parley }: Scene,
  how: 'terminate' | { readonly code: number },
  times: number,
): Promise<void> {
  for (let time = 1; time <= times; time += 1) {
    await until('a socket is open', () => simulator.connections > 0);
    simulator.push({ event: 'thread-title-updated', data: { title: 'a word' } });
    await until('it is heard', () => !parley || parley.oddities.length >= time);
    simulator.drop(how);
    await until('it has ended', () => simulator.connections === 0);
  }
  await until('so many were dialed', () => proxy.accepted >= times);
}

for (const how of ['terminate', { code: 1012 }] as const) {
  const code = how === 'terminate' ? 1006 : how.code;
  fault({
    id: 'R6',
    title: `a server of AUI that says something on every fresh socket and closes it with ${code} is dialed after the first wait each time, never sooner`,
    providers: ['aui'],
    options,
    async play(scene) {
      const { strike, own, exchange, ready, note, until, proxy } = scene;
      await ready();
      await strike(async () => {
        await sayAndEnd(scene, how, 6);
        await until('the last is dialed for as well', () => proxy.accepted > 6);
      });
      await ready();
      await own((parley) => {
        // What it says proves that the socket works: the wait does not grow. Half of 0.2 to 4 s.
        const waits = waitsBetween(parley.dials);
        expect(waits).toHaveLength(6);
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(2_100);
        expect(Math.max(...waits)).toBeLessThan(4_000);
        note(`${code} after a frame: dialed every ${seconds(Math.max(...waits))} at most`);
      });
      await exchange('one');
    },
  });
}

fault({
  id: 'R6',
  title: 'a connection that is lost each time it is ready does not become a storm',
  providers: SOCKETS,
  options,
  async play({ strike, own, simulator, exchange, noticed, ready }) {
    await exchange('one');
    await strike(async () => {
      for (let round = 1; round <= 5; round += 1) {
        simulator.drop();
        await noticed();
        await ready();
      }
    });
    await own((parley) => {
      const waits = waitsBetween(parley.dials).slice(1);
      expectNoHurry(waits);
      expect(waits.at(-1)).toBeGreaterThan(10_000);
    });
    await exchange('two');
  },
});

fault({
  id: 'R8',
  title:
    'a server that fails eight times in a row (1011) is given up, what waits is kept, and connect() delivers it',
  providers: ['nlx-socket', 'lexicon'],
  options: {
    speed: 100,
    before: ({ simulator }) => simulator.setFaults({ closeWith: { code: 1011, reason: '' } }),
  },
  async play(scene) {
    const { say, own, outcomeOf } = scene;
    say('one');
    await own(async (parley) => {
      await expectGivenUp(scene, parley, 8, { code: 'server' });
      expect(outcomeOf('one')).toBe('queued');
    });
    await connectAgain(scene, 'one');
  },
});

fault({
  id: 'R8',
  title:
    'a server of AUI that fails eight times in a row (1011) is given up, and connect() goes on',
  providers: ['aui'],
  options: {
    speed: 100,
    before: ({ simulator }) => simulator.setFaults({ closeWith: { code: 1011, reason: '' } }),
  },
  async play(scene) {
    const { say, own } = scene;
    await own((parley) => expectGivenUp(scene, parley, 8, { code: 'server' }));
    say('one');
    await connectAgain(scene, 'one');
  },
});

fault({
  id: 'R8',
  title:
    'a server of AUI that says something on every fresh socket and fails (1011) is given up after eight times',
  providers: ['aui'],
  options: { speed: 100, ...options },
  async play(scene) {
    const { say, strike, own, ready } = scene;
    await ready();
    await strike(() => sayAndEnd(scene, { code: 1011 }, 8));
    await own((parley) => expectGivenUp(scene, parley, 8, { code: 'server' }));
    say('one');
    await connectAgain(scene, 'one');
  },
});
