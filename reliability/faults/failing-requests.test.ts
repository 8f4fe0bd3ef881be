import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { seconds } from '../seconds.ts';
import { answerNext } from './answer-next.ts';
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
  async play(scene) {
    const { say, answered, strike, own, until, proxy, says, heal, now, note } = scene;
    await strike(() => proxy.answer(503));
    say('one');
    await mendByHand(scene, 'one', 'failed', (parley) => {
      expect(parley.errors.at(-1)).toMatchObject({ code: 'server', retryable: true });
      expect(parley.dials).toHaveLength(1);
    });
    await strike(() => answerNext(scene, 503, () => ({ 'retry-after': '7' })));
    const { accepted } = proxy;
    say('two');
    await strike(async () => {
      // It may be queued for a moment before it goes out, too.
      await own(() => until('it was asked', () => proxy.accepted > accepted));
      await says('two', 'queued');
      const refused = now();
      await heal();
      await answered('two');
      await own(({ dials }) => {
        const [first = 0, second = 0, ...more] = dials.slice(2);
        expect(second - first).toBeGreaterThanOrEqual(7000);
        expect(more).toEqual([]);
        note(`went ${seconds(now() - refused)} later, advised 7 s`);
      });
    });
    await answered('two');
  },
});
