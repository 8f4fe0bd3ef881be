import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { SOCKETS } from '../platforms.ts';
import { seconds } from '../seconds.ts';
import { waitsBetween } from '../waits-between.ts';
import { mendByHand } from './mend-by-hand.ts';
import { loseNetwork } from './lose-network.ts';

/** The longest wait between two dials, in milliseconds. */
const BACKOFF_CAP_MS = 30_000;

fault({
  id: 'R1',
  title:
    'a server that comes up after 30 s is reached within one backoff step, and what waited arrives in order',
  providers: SOCKETS,
  options: { before: ({ proxy }) => proxy.refuse() },
  async play({ say, strike, own, elapse, now, note, outcomes, heal, answered, ready }) {
    say('one');
    say('two');
    await strike(async () => {
      await elapse(30_000);
      await own((parley) => {
        expect(outcomes()).toEqual({ one: 'queued', two: 'queued' });
        expect(parley.status()).toMatch(/reconnecting|connecting/u);
      });
      say('three');
      await heal();
      const up = now();
      await ready();
      await own(() => {
        expect(now() - up).toBeLessThan(BACKOFF_CAP_MS + 1000);
        note(`ready ${seconds(now() - up)} after the server`);
      });
    });
    await answered('two');
  },
});

fault({
  id: 'R1',
  title: 'a request that no server took is unconfirmed, and arrives when the user asks again',
  providers: ['nlx-http'],
  options: { before: ({ proxy }) => proxy.refuse() },
  async play(scene) {
    scene.say('one');
    await mendByHand(scene, 'one', 'unconfirmed', (parley) => {
      expect(parley.errors.at(-1)).toMatchObject({ code: 'unreachable', retryable: true });
    });
  },
});

fault({
  id: 'R3',
  title: 'a handshake that is never answered is given up in time, closed, and dialed anew',
  providers: SOCKETS,
  options: { before: ({ proxy }) => proxy.acceptAndHang() },
  async play({ say, strike, own, until, proxy, heal, answered, note }) {
    say('one');
    await strike(() => until('three connections reach the proxy', () => proxy.accepted >= 3));
    await own(async (parley) => {
      const [first = 0, second = 0] = parley.dials;
      // Ten seconds, then the first wait.
      expect(second - first).toBeGreaterThanOrEqual(10_000);
      expect(second - first).toBeLessThan(15_500);
      await until('the abandoned ones are closed', () => proxy.open <= 1);
      note(`given up and dialed anew after ${seconds(second - first)}`);
    });
    await strike(heal);
    await answered('one');
  },
});

fault({
  id: 'R3',
  title: 'a request that is never answered is given up in time and unconfirmed',
  providers: ['nlx-http'],
  options: { speed: 60, before: ({ proxy }) => proxy.acceptAndHang() },
  async play(scene) {
    const { say, until, proxy } = scene;
    say('one');
    await mendByHand(scene, 'one', 'unconfirmed', async (parley) => {
      expect(parley.errors.at(-1)).toMatchObject({ code: 'timeout' });
      await until('the request is let go of', () => proxy.open === 0);
    });
  },
});

for (const how of ['truncateHandshake', 'resetHandshake'] as const) {
  fault({
    id: 'R4',
    title: `a handshake that breaks off (${how}) is dialed again, and nothing is thrown`,
    providers: SOCKETS,
    options: { before: ({ proxy }) => proxy[how]() },
    async play({ say, strike, own, until, proxy, outcomeOf, heal, answered }) {
      say('one');
      await strike(() => until('three dials', () => proxy.accepted >= 3));
      await own(() => expect(outcomeOf('one')).toBe('queued'));
      await strike(heal);
      await answered('one');
    },
  });

  fault({
    id: 'R4',
    title: `a request whose response breaks off in its head (${how}) is unconfirmed`,
    providers: ['nlx-http'],
    options: { before: ({ proxy }) => proxy[how]() },
    async play(scene) {
      scene.say('one');
      await mendByHand(scene, 'one', 'unconfirmed');
    },
  });
}

fault({
  id: 'R25',
  title:
    'three minutes without a network: dials grow rarer and never hurry, though the page says it is online',
  providers: SOCKETS,
  options: { speed: 100 },
  async play(scene) {
    const { say, exchange, answered, strike, own, elapse, note, heal } = scene;
    await exchange('one');
    await strike(() => loseNetwork(scene));
    say('two');
    await strike(() => elapse(180_000));
    await own((parley) => {
      const dials = parley.dials.slice(1);
      const waits = waitsBetween(dials);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(1000);
      // Waits are drawn up to 8, 16 and then 30 s.
      expect(dials.length).toBeLessThan(40);
      expect(dials.length).toBeGreaterThan(4);
      note(`${dials.length} dials in 180 s`);
    });
    await strike(heal);
    await answered('two');
  },
});

fault({
  id: 'R25',
  title: 'without a network a request is made for each message and not one more',
  providers: ['nlx-http'],
  options: { speed: 100 },
  async play(scene) {
    const { say, exchange, strike, elapse } = scene;
    await exchange('one');
    await strike(() => loseNetwork(scene));
    say('two');
    await mendByHand(scene, 'two', 'unconfirmed', async (parley) => {
      await elapse(180_000);
      expect(parley.dials).toHaveLength(2);
    });
  },
});
