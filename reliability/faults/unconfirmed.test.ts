import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { PROVIDERS } from '../platforms.ts';
import type { Scene } from '../scene.ts';

/** The platform takes the message; what it says to it goes into a hole, and the connection ends. */
async function takeUnheard(words: string, scene: Scene): Promise<void> {
  const { say, taken, strike, proxy, heal } = scene;
  await strike(() => proxy.holeDown());
  say(words);
  await taken(words);
  await strike(async () => {
    proxy.reset();
    await heal();
  });
}

fault({
  id: 'R14',
  title: 'a message that a reset swallowed is unconfirmed and never sent again unasked',
  providers: PROVIDERS,
  async play(scene) {
    const { say, exchange, answered, says, strike, own, until, proxy, heal, askAgain } = scene;
    const { outcomeOf, timesTaken } = scene;
    await exchange('one');
    await strike(() => proxy.holeUp());
    say('two');
    await strike(async () => {
      await until('it was written', () => ['sending', 'sent'].includes(outcomeOf('two')));
      proxy.reset();
      await heal();
    });
    await own(async () => {
      await says('two', 'unconfirmed');
      expect(timesTaken('two')).toBe(0);
    });
    await exchange('three');
    await own(async () => {
      expect(outcomeOf('two')).toBe('unconfirmed');
      expect(timesTaken('two')).toBe(0);
      askAgain('two');
      await answered('two');
      expect(timesTaken('two')).toBe(1);
    });
  },
});

fault({
  id: 'R15',
  title: 'a message whose acknowledgement was lost is unconfirmed, and arrived once',
  providers: PROVIDERS,
  async play(scene) {
    const { exchange, says, own, outcomeOf, timesTaken } = scene;
    await exchange('one');
    await takeUnheard('two', scene);
    await own(() => says('two', 'unconfirmed'));
    await exchange('three');
    await own(() => {
      expect(outcomeOf('two')).toBe('unconfirmed');
      expect(timesTaken('two')).toBe(1);
    });
  },
});

fault({
  id: 'R15',
  title: 'a message whose acknowledgement was lost is found in the history after the reconnect',
  providers: ['lexicon', 'aui'],
  options: { history: true },
  async play(scene) {
    const { exchange, says, own, timesTaken } = scene;
    await exchange('one');
    await takeUnheard('two', scene);
    await own(async () => {
      await says('two', 'acknowledged');
      expect(timesTaken('two')).toBe(1);
    });
    await exchange('three');
  },
});
