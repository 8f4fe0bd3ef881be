import { expect } from 'vitest';

import { SOCKETS, wordsOf } from '../platforms.ts';
import { SEED, SOAK_MINUTES } from '../settings.ts';
import { createTrouble, type Troubled } from '../trouble.ts';
import { heapBytes, megabytes } from './driver/heap-bytes.ts';
import { fileBrowser, pageFault, type PageScene } from './driver/page-fault.ts';

const browser = fileBrowser();

/** An eighth of what the soak in Node takes: the platforms live side by side here. */
const LIFE_MS = SOAK_MINUTES * 7_500;

function inTrouble(scene: PageScene<'playwright'>): Troubled {
  const { tab, simulator, provider, proxy, say, askAgain, heal } = scene;
  return {
    ...{ simulator, provider, proxy, say, askAgain, heal },
    async outcomes() {
      const { messages } = await tab.report();
      const said = messages.filter(({ role }) => role === 'user');
      return Object.fromEntries(said.map(({ text, delivery = '' }) => [wordsOf(text), delivery]));
    },
  };
}

pageFault(browser, {
  id: 'R48',
  title: 'random faults in a page lose nothing and leave nothing',
  // A browser repeats a request by itself whose kept connection was reset: its server then has a message twice.
  providers: SOCKETS,
  tab: 'playwright',
  options: {
    // Enough for a busy machine, and less than a hole lasts.
    common: {
      deadlines: {
        connectMs: 60_000,
        readyMs: 60_000,
        acknowledgeMs: 60_000,
        answerMs: 60_000,
      },
    },
  },
  async play(scene) {
    const { show, say, answered, strike, tab, note, given } = scene;
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      const before = await heapBytes(tab);
      const trouble = createTrouble(inTrouble(scene), SEED, [
        async () => {
          await tab.context.setOffline(true);
          await tab.context.setOffline(false);
        },
      ]);
      const until = performance.now() + LIFE_MS;
      while (performance.now() < until) await trouble.next();
      const after = await heapBytes(tab);
      note(
        `${LIFE_MS / 1000} s, ${given().length} messages, ${trouble.struck()} faults, heap ${megabytes(before)} to ${megabytes(after)} MB, the transcript in it`,
      );
      expect(trouble.struck()).toBeGreaterThan(LIFE_MS / 5000);
    });
  },
});
