import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { IDENTITY, SOCKETS } from '../platforms.ts';
import type { Scene } from '../scene.ts';
import { expectGivenUp } from './expect-given-up.ts';
import { connectAgain } from './connect-again.ts';

/** No key is good any more, and whoever is connected has to show his anew. */
async function revokeKey({ simulator, failed }: Scene): Promise<void> {
  simulator.setFaults({ authError: true });
  simulator.drop();
  await failed();
}

fault({
  id: 'R7',
  title:
    'after a close that means a bad key nothing is dialed, what waits is kept, and connect() delivers it',
  providers: SOCKETS,
  options: { speed: 100 },
  async play(scene) {
    const { say, exchange, answered, strike, own, outcomeOf, heal } = scene;
    await exchange('one');
    await strike(() => revokeKey(scene));
    say('two');
    say('three');
    await own(async (parley) => {
      expect(parley.errors.at(-1)).toMatchObject({ code: 'unauthorized' });
      expect([outcomeOf('two'), outcomeOf('three')]).toEqual(['queued', 'queued']);
      await expectGivenUp(scene, parley, 2, { code: 'unauthorized', retryable: false });
      expect([outcomeOf('two'), outcomeOf('three')]).toEqual(['queued', 'queued']);
      await heal();
      parley.chat.connect();
    });
    await answered('three');
  },
});

fault({
  id: 'R7',
  title: 'a function is asked for another key once, and once only',
  providers: SOCKETS,
  options: { apiKey: () => IDENTITY.apiKey },
  async play(scene) {
    const { exchange, strike, own, heal } = scene;
    await exchange('one');
    await strike(() => revokeKey(scene));
    await own(async (parley) => {
      expect(parley.dials).toHaveLength(3);
      expect(parley.timers()).toBe(0);
      await heal();
      parley.chat.connect();
    });
    await exchange('two');
  },
});

fault({
  id: 'R2',
  title:
    'a handshake that is seen to be refused with 401 is unauthorized: not one more dial, and connect() goes on',
  providers: SOCKETS,
  options: { speed: 100, before: ({ proxy }) => proxy.answer(401) },
  async play(scene) {
    const { say, own, outcomeOf } = scene;
    say('one');
    await own(async (parley) => {
      await expectGivenUp(scene, parley, 1, { code: 'unauthorized' });
      expect(outcomeOf('one')).toBe('queued');
    });
    await connectAgain(scene, 'one');
  },
});

fault({
  id: 'R2',
  title:
    'a handshake refused for a reason that nobody sees says what to check, and goes on when it is taken',
  providers: SOCKETS,
  // What a browser sees of a 401: an end before open.
  options: { before: ({ proxy }) => proxy.resetHandshake() },
  async play({ say, answered, strike, own, client, until, outcomeOf, heal }) {
    say('one');
    await own(async (parley) => {
      await until('five dials', () => parley.dials.length >= 5);
      await until('it waits', () => client.status() === 'reconnecting');
      expect(parley.chat.store.getState().connection).toMatchObject({
        reason: { code: 'unreachable', fix: expect.stringMatching(/key/iu) },
      });
      expect(outcomeOf('one')).toBe('queued');
    });
    await strike(heal);
    await answered('one');
  },
});

/** How often the function of the test below was asked in the last run, by provider. */
const asked = new Map<string, number>();

fault({
  id: 'R2',
  title:
    'handshakes that fail unseen ask for one fresh key, and an outage does not storm the endpoint',
  providers: SOCKETS,
  options: (provider) => {
    let isStruck = false;
    return {
      before({ proxy }) {
        isStruck = true;
        asked.set(provider, 0);
        proxy.resetHandshake();
      },
      apiKey() {
        if (isStruck) asked.set(provider, (asked.get(provider) ?? 0) + 1);
        return { value: IDENTITY.apiKey, expiresAt: Date.now() + 86_400_000 };
      },
    };
  },
  async play({ say, answered, strike, own, until, provider, heal, note }) {
    say('one');
    await own(async (parley) => {
      await until('seven dials', () => parley.dials.length >= 7);
      const times = asked.get(provider) ?? 0;
      expect(times).toBeGreaterThanOrEqual(1);
      expect(times).toBeLessThanOrEqual(2);
      note(`key asked ${times} times in ${parley.dials.length} dials`);
    });
    await strike(heal);
    await answered('one');
  },
});

fault({
  id: 'R2',
  title: 'a request refused with 401 is unauthorized, nothing more is sent, and connect() goes on',
  providers: ['nlx-http'],
  options: { speed: 100, before: ({ proxy }) => proxy.answer(401) },
  async play(scene) {
    const { say, answered, strike, own, heal, askAgain, failed } = scene;
    say('one');
    await strike(failed);
    await own((parley) => expectGivenUp(scene, parley, 1, { code: 'unauthorized' }));
    await strike(async () => {
      await heal();
      askAgain('one');
      await own((parley) => parley.chat.connect());
    });
    await answered('one');
  },
});
