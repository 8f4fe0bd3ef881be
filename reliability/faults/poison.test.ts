import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { SOCKETS } from '../platforms.ts';
import type { Scene } from '../scene.ts';
import { LONG } from './long-answer.ts';

/** The platform takes the message, and ends the socket for it before it says a word. */
async function dieOf(words: string, code: number, scene: Scene): Promise<void> {
  const { simulator, until, timesTaken, noticed } = scene;
  const times = timesTaken(words);
  simulator.setFaults({ loseAcknowledgements: 1 });
  await until(`${words} is taken once more`, () => timesTaken(words) > times);
  simulator.drop({ code });
  await noticed();
}

fault({
  id: 'R9',
  title:
    'a message that kills the connection each time the user sends it is quarantined; the rest goes on',
  providers: SOCKETS,
  options: { serve: { tokenDelayMs: 150 } },
  async play(scene) {
    const { say, answered, strike, own, says, askAgain, exchange, timesTaken, ready } = scene;
    say('poison');
    await strike(() => dieOf('poison', 1011, scene));
    await own(async (parley) => {
      await says('poison', 'unconfirmed');
      await ready();
      askAgain('poison');
      // Lexicon takes it at once, and answers it while the connection is gone.
      say(LONG);
      await dieOf('poison', 1011, scene);
      await says('poison', 'failed');
      expect(parley.errors).toContainEqual(expect.objectContaining({ code: 'rejected' }));
      await answered(LONG);
      expect(timesTaken('poison')).toBe(2);
    });
    await exchange('two');
  },
});

for (const [title, poison] of [
  [
    'a message that the moderation of AUI stops is failed, never sent again, and the rest goes on',
    'moderation of one',
  ],
  ['a bare 1008 of AUI after a message fails that message, and the rest goes on', 'bare one'],
] as const) {
  fault({
    id: 'R9',
    title,
    providers: ['aui'],
    async play({ say, answered, taken, strike, own, says, isStruck, ledger }) {
      const refused = isStruck ? poison : 'one';
      say(refused);
      say('two');
      await taken(refused);
      await strike(() => says(refused, 'failed'));
      await answered('two');
      await own((parley) => {
        expect(ledger()).toEqual([refused, 'two']);
        expect(parley.errors.map(({ code }) => code)).toEqual(['rejected']);
      });
    },
  });
}

fault({
  id: 'R9',
  title: 'a request that the platform rejects is failed, and the next goes out',
  providers: ['nlx-http'],
  async play({ say, strike, own, proxy, says, heal, ledger, exchange }) {
    await strike(() => proxy.answer(422));
    say('one');
    await strike(async () => {
      await says('one', 'failed');
      await own((parley) => {
        expect(parley.errors.at(-1)).toMatchObject({ code: 'rejected' });
        expect(parley.status()).toBe('ready');
      });
      await heal();
    });
    await exchange('two');
    await own(() => expect(ledger()).toEqual(['two']));
  },
});

fault({
  id: 'R10',
  title: 'a message that is too long for the server (1009) is failed as such, and the rest goes on',
  providers: SOCKETS,
  options: { serve: { tokenDelayMs: 150 } },
  async play(scene) {
    const { say, strike, own, says, outcomeOf, ledger, exchange } = scene;
    say('huge');
    await strike(() => dieOf('huge', 1009, scene));
    await exchange('two');
    await own(async (parley) => {
      await says('huge', 'failed');
      expect(parley.errors).toContainEqual(expect.objectContaining({ code: 'too-large' }));
      expect(outcomeOf('two')).toBe('acknowledged');
      expect(ledger()).toEqual(['huge', 'two']);
    });
  },
});

fault({
  id: 'R10',
  title: 'a request that is too long for the server (413) is failed as such, and the rest goes on',
  providers: ['nlx-http'],
  async play({ say, strike, own, proxy, says, heal, exchange }) {
    await strike(() => proxy.answer(413));
    say('huge');
    await strike(async () => {
      await says('huge', 'failed');
      await own((parley) => {
        expect(parley.errors.at(-1)).toMatchObject({ code: 'too-large', retryable: false });
        expect(parley.status()).toBe('ready');
      });
      await heal();
    });
    await exchange('two');
  },
});
