import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { IDENTITY } from '../platforms.ts';

/** How each platform says that a key is no longer good, on a socket that was fine. */
fault({
  id: 'R7',
  title:
    'after a close that means a bad key nothing is dialed, what waits is kept, and connect() delivers it',
  providers: ['nlx-socket', 'lexicon', 'aui'],
  async play({ say, answered, strike, own, simulator, client, until, outcomeOf, heal }) {
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
      // Nothing is set that could dial: no timer means no dial, however long one waits.
      expect(parley.timers()).toBe(0);
      expect(parley.dials).toHaveLength(2);
      await heal();
      parley.chat.connect();
    });
    await answered('three');
  },
});

fault({
  id: 'R7',
  title: 'a function is asked for another key once, and once only',
  providers: ['nlx-socket', 'lexicon', 'aui'],
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
