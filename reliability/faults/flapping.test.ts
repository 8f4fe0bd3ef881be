import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { SOCKETS } from '../platforms.ts';
import { seconds } from '../seconds.ts';
import { waitsBetween } from '../waits-between.ts';
import { expectGivenUp } from './expect-given-up.ts';
import { connectAgain } from './connect-again.ts';

// The same draw each time: what differs between waits is their bound.
const options = { options: { runtime: { random: () => 0.5 } } };

/** Each wait is as long as the one before, but for the time that a handshake takes. */
function expectNoHurry(waits: readonly number[]): void {
  const hurried = waits.slice(1).filter((wait, index) => wait < 0.85 * (waits[index] ?? 0));
  expect(hurried, `waits of ${waits.join(', ')} ms`).toEqual([]);
}

for (const code of [1006, 1011, 1012] as const) {
  fault({
    id: 'R6',
    title: `a server that closes every fresh socket with ${code} is dialed ever more rarely`,
    providers: SOCKETS,
    options: {
      ...options,
      before: ({ simulator }) =>
        simulator.setFaults(
          code === 1006
            ? { dropAfterFrames: 0, refuse: true }
            : { closeWith: { code, reason: '' } },
        ),
    },
    async play(scene) {
      const { say, strike, own, until, outcomeOf, heal, askAgain, note, provider } = scene;
      say('one');
      await own(async (parley) => {
        await until('six dials', () => parley.dials.length >= 6);
        const waits = waitsBetween(parley.dials);
        expectNoHurry(waits);
        // Half of 4, 8, 16 and 30 s, and the least of each.
        expect(waits.at(-1)).toBeGreaterThan(15_000);
        // AUI is ready once it is open, so it was written into a socket that closed: nobody knows.
        const isWritten = provider === 'aui' && code !== 1006;
        expect(outcomeOf('one')).toBe(isWritten ? 'unconfirmed' : 'queued');
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
