import { expect } from 'vitest';

import { SPEED } from '../settings.ts';
import type { ProviderName } from './app/chat-request.ts';
import { fileBrowser, pageFault } from './driver/page-fault.ts';

const browser = fileBrowser();

const MESSAGES = 900;
const LENGTH = 30_000;
/** The high mark of the library, and one frame over it. */
const HIGH_MARK = 262_144 + LENGTH + 1000;
const PATIENT = 60_000 * SPEED;

pageFault(browser, {
  id: 'R42',
  title:
    'a server that stops reading stops the writing at the high mark, and gets all of it in order afterwards',
  // One turn at a time never comes near the mark.
  providers: ['lexicon', 'aui'],
  tab: 'playwright',
  options: (provider: ProviderName) => ({
    hook: provider === 'aui' ? { parallelTurns: true } : {},
    common: {
      pace: false,
      maxLength: LENGTH + 100,
      deadlines: {
        acknowledgeMs: PATIENT,
        answerMs: PATIENT,
        connectMs: PATIENT,
        readyMs: PATIENT,
      },
    },
  }),
  async play({ show, say, answered, ready, strike, until, proxy, tab, ledger, note }) {
    await show({ shape: 'bare' });
    await ready();
    await say('one');
    await answered('one');
    await strike(async () => {
      proxy.holeUp();
      const taken = await tab.call(
        async ({ messages, length }) => {
          let sent = 0;
          // A queue that is full for a moment only waits for its turn, not for the server.
          for (let refusals = 0; refusals < 20 && sent < messages;) {
            const { ok } = rig.chat().sendMessage(`bulk ${sent} ${'x'.repeat(length)}`);
            sent += ok ? 1 : 0;
            refusals = ok ? 0 : refusals + 1;
            if (!ok || sent % 10 === 0) {
              await new Promise((resolve) => setTimeout(resolve, ok ? 0 : 50));
            }
          }
          return sent;
        },
        { messages: MESSAGES, length: LENGTH - 100 },
      );
      const { mostBuffered, messages } = await tab.report();
      const waiting = messages.filter(({ delivery }) => delivery === 'queued').length;
      expect(waiting, 'messages that wait for the server to read').toBeGreaterThan(0);
      expect(mostBuffered).toBeGreaterThan(0);
      expect(mostBuffered).toBeLessThanOrEqual(HIGH_MARK);
      note(`${taken} messages of 30 kB: ${waiting} waited, ${mostBuffered} B unsent at most`);
      await proxy.heal();
      const bulk = (): readonly string[] => ledger().filter((text) => text.startsWith('bulk'));
      await until('all of it has arrived', () => bulk().length >= taken);
      const numbers = bulk().map((text) => Number(text.split(' ')[1]));
      expect(numbers).toEqual(Array.from({ length: taken }, (_, index) => index));
    });
    await say('two');
    await answered('two');
  },
});
