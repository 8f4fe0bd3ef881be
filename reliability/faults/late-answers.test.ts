import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { SOCKETS } from '../platforms.ts';
import { LONG } from './long-answer.ts';
import { replaceSocket } from './replace-socket.ts';

fault({
  id: 'R20',
  title: 'an answer that a hole held back until there was a new socket is nobody’s any more',
  providers: SOCKETS,
  options: { serve: { tokenDelayMs: 30 } },
  async play(scene) {
    const { say, taken, own, until, proxy, shown, elapse, heal, outcomeOf, exchange } = scene;
    await exchange('one');
    await own((parley) =>
      until('nothing is on its way', () => parley.chat.store.getState().status === 'ready'),
    );
    say('two');
    await taken('two');
    await own(async (parley) => {
      // The answer is on its way, and stays there; the next connection passes.
      proxy.strand();
      await replaceSocket(scene, parley);
      const before = parley.statuses.length;
      await heal();
      await elapse(10_000);
      // Lexicon says the rest of an answer to whoever is connected by then: once, and over the new socket.
      expect(shown().filter((words) => words === 'two').length).toBeLessThanOrEqual(1);
      expect(parley.statuses.slice(before)).toEqual([]);
      expect(['unconfirmed', 'acknowledged']).toContain(outcomeOf('two'));
    });
    await exchange('three');
  },
});

fault({
  id: 'R20',
  title: 'an answer that was cut is completed by its end over the next connection, and shown once',
  // The only platform that says the rest of an answer to whoever is connected by then.
  providers: ['lexicon'],
  options: { serve: { tokenDelayMs: 100 } },
  async play(scene) {
    const { say, answered, own, until, proxy, elapse, shown } = scene;
    say(LONG);
    await own(async (parley) => {
      await until('it has begun', () => shown().length > 0);
      // At once, so that the answer still goes on when the new socket is there.
      proxy.strand();
      await replaceSocket(scene, parley);
    });
    await answered(LONG);
    await own(async () => {
      await elapse(10_000);
      expect(shown()).toEqual([LONG]);
    });
  },
});

fault({
  id: 'R20',
  title:
    'an answer that was cut and ends over the next connection is shown once, though more was said meanwhile',
  // The only platform that says the rest of an answer to whoever is connected by then.
  providers: ['lexicon'],
  options: { serve: { tokenDelayMs: 100 } },
  async play(scene) {
    const { say, answered, taken, own, until, proxy, shown, elapse } = scene;
    say(LONG);
    await own(async (parley) => {
      await until('it has begun', () => shown().length > 0);
      proxy.strand();
      await replaceSocket(scene, parley);
    });
    say('more');
    await taken('more');
    await answered(LONG);
    await answered('more');
    await own(async () => {
      await elapse(10_000);
      expect(shown()).toEqual([LONG, 'more']);
    });
  },
});
