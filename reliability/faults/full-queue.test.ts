import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { mostWithin } from '../most-within.ts';
import { PROVIDERS, SOCKETS } from '../platforms.ts';
import { SPEED } from '../settings.ts';
import { loseNetwork } from './lose-network.ts';

const MANY = 500;
const SECOND_MS = 1000;
/** What no platform that counts takes more of within any second, and what Parley keeps to. */
const FRAMES = 10;
const BEAT_MS = 1500;

const MESSAGES = Array.from({ length: MANY }, (_, index) => `message ${index}`);

fault({
  id: 'R40',
  title: `${MANY} messages that waited go out in order, no more than ${FRAMES} frames a second over every loss, and none overtakes`,
  providers: PROVIDERS,
  isAlone: true,
  options: {
    speed: SPEED * 2,
    options: {
      outbox: { messages: 2 * MANY },
      maxMessages: 4 * MANY,
      heartbeat: { intervalMs: BEAT_MS },
    },
  },
  async play(scene) {
    const { say, exchange, strike, own, until, ledger, isStruck } = scene;
    const { proxy, parley, simulator, note } = scene;
    // The control run shows that the scenario itself is sound; that takes fewer.
    const messages = MESSAGES.slice(0, isStruck ? MANY : 60);
    await exchange('the first');
    await strike(() => loseNetwork(scene));
    messages.forEach(say);
    await strike(() => proxy.heal());
    // Twice in the middle of it, the connection is lost again.
    for (const share of [0.2, 0.5]) {
      await until('a share of them is taken', () => ledger().length > messages.length * share);
      await strike(() => proxy.reset());
    }
    await exchange('a late one');
    await own(({ writes }) => {
      expect(mostWithin(writes, SECOND_MS)).toBeLessThanOrEqual(FRAMES);
    });
    await strike(() => {
      const times = parley?.writes ?? simulator.received.map(({ at }) => at);
      note(`at most ${mostWithin(times, SECOND_MS)} frames within a second`);
    });
  },
});

fault({
  id: 'R40',
  title: 'a heartbeat is not starved by a full queue',
  providers: SOCKETS,
  options: {
    options: { outbox: { messages: 2 * MANY }, heartbeat: { intervalMs: BEAT_MS } },
  },
  async play({ say, answered, strike, own, until, ledger, proxy, exchange }) {
    await exchange('the first');
    const waiting = MESSAGES.slice(0, 100);
    waiting.forEach(say);
    await until('some are taken', () => ledger().length > 10);
    await strike(() => proxy.holeDown());
    await own(async ({ now, pings, writes }) => {
      const begun = now();
      await until('a heartbeat goes out', () => pings.some((at) => at > begun));
      const beat = pings.find((at) => at > begun) ?? Infinity;
      // What was on its way when the silence began was still heard; then a place in the pace is at most a tenth away.
      expect(beat - begun).toBeLessThan(BEAT_MS + 500);
      expect(mostWithin(writes, SECOND_MS)).toBeLessThanOrEqual(FRAMES);
    });
    await strike(() => proxy.heal());
    await answered(waiting.at(-1) ?? '');
  },
});
