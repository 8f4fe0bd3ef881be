import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { seconds } from '../seconds.ts';
import { mendByHand } from './mend-by-hand.ts';

fault({
  id: 'R8',
  title: 'a request answered with 500 is failed with a retry, and arrives when the user asks again',
  providers: ['nlx-http'],
  async play(scene) {
    const { say, strike, proxy } = scene;
    await strike(() => proxy.answer(500));
    say('one');
    await mendByHand(scene, 'one', 'failed', (parley) => {
      expect(parley.errors.at(-1)).toMatchObject({ code: 'server', retryable: true });
      expect(parley.status()).toBe('ready');
    });
  },
});

fault({
  id: 'R11',
  title:
    'a request answered with 503 and no advice is failed with a retry; with advice it waits and goes by itself',
  providers: ['nlx-http'],
  async play({ say, answered, strike, own, until, proxy, says, heal, now, note }) {
    await strike(() => proxy.answer(503, { 'retry-after': '7' }));
    say('one');
    await strike(async () => {
      // It may be queued for a moment before it goes out, too.
      await until('it was asked', () => proxy.accepted > 0);
      await says('one', 'queued');
      const refused = now();
      await heal();
      await answered('one');
      await own((parley) => {
        expect(parley.dials).toHaveLength(2);
        expect((parley.dials[1] ?? 0) - (parley.dials[0] ?? 0)).toBeGreaterThanOrEqual(7000);
        note(`went ${seconds(now() - refused)} later, advised 7 s`);
      });
    });
    await answered('one');
  },
});
