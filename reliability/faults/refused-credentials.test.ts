import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { IDENTITY, SOCKETS } from '../platforms.ts';

fault({
  id: 'R7',
  title:
    'after a close that means a bad key nothing is dialed, what waits is kept, and connect() delivers it',
  providers: SOCKETS,
  options: { speed: 100 },
  async play({ say, answered, strike, own, elapse, simulator, client, until, outcomeOf, heal }) {
    say('one');
    await answered('one');
    await strike(async () => {
      simulator.setFaults({ authError: true });
      simulator.drop();
      await until('it has failed', () => client.status() === 'failed');
    });
    say('two');
    say('three');
    await own(async (parley) => {
      expect(parley.chat.store.getState()).toMatchObject({
        connection: { status: 'failed', reason: { code: 'unauthorized', retryable: false } },
      });
      expect(parley.errors.at(-1)).toMatchObject({ code: 'unauthorized' });
      expect([outcomeOf('two'), outcomeOf('three')]).toEqual(['queued', 'queued']);
      await elapse(120_000);
      expect(parley.dials).toHaveLength(2);
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
  async play({ say, answered, strike, own, simulator, client, until, heal }) {
    say('one');
    await answered('one');
    await strike(async () => {
      simulator.setFaults({ authError: true });
      simulator.drop();
      await until('it has failed', () => client.status() === 'failed');
    });
    await own(async (parley) => {
      expect(parley.dials).toHaveLength(3);
      expect(parley.timers()).toBe(0);
      await heal();
      parley.chat.connect();
    });
    say('two');
    await answered('two');
  },
});

fault({
  id: 'R7',
  title: 'a bare 1008 on a socket that was fine means a bad key to Lexicon, and connect() goes on',
  providers: ['lexicon'],
  async play({ say, answered, strike, own, until, client, simulator }) {
    say('one');
    await answered('one');
    await strike(async () => {
      simulator.drop({ code: 1008 });
      await until('it is noticed', () => !client.isReady());
    });
    say('two');
    await own((parley) => {
      expect(parley.chat.store.getState().connection).toMatchObject({
        status: 'failed',
        reason: { code: 'unauthorized' },
      });
      parley.chat.connect();
    });
    await answered('two');
  },
});

fault({
  id: 'R2',
  title:
    'a handshake that is seen to be refused with 401 is unauthorized: not one more dial, and connect() goes on',
  providers: SOCKETS,
  options: { speed: 100, before: ({ proxy }) => proxy.answer(401) },
  async play({ say, answered, strike, own, elapse, client, until, outcomeOf, heal }) {
    say('one');
    await own(async (parley) => {
      await until('it has failed', () => client.status() === 'failed');
      expect(parley.chat.store.getState().connection).toMatchObject({
        reason: { code: 'unauthorized' },
      });
      await elapse(120_000);
      expect(parley.dials).toHaveLength(1);
      expect(outcomeOf('one')).toBe('queued');
    });
    await strike(heal);
    await own((parley) => parley.chat.connect());
    await answered('one');
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
  async play({ say, answered, strike, own, elapse, until, client, heal, askAgain }) {
    say('one');
    await strike(() => until('it has failed', () => client.status() === 'failed'));
    await own(async (parley) => {
      expect(parley.chat.store.getState().connection).toMatchObject({
        reason: { code: 'unauthorized' },
      });
      await elapse(120_000);
      expect(parley.dials).toHaveLength(1);
    });
    await strike(async () => {
      await heal();
      askAgain('one');
      await own((parley) => parley.chat.connect());
    });
    await answered('one');
  },
});
