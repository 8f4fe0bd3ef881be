import { setTimeout as pause } from 'node:timers/promises';

import { expect } from 'vitest';

import { PROVIDERS, SOCKETS } from '../platforms.ts';
import { SPEED } from '../settings.ts';
import { fileBrowser, pageFault } from './driver/page-fault.ts';

const browser = fileBrowser();

/** Ten minutes hidden and five frozen: real ones unscaled, else the chat's own. */
const HIDDEN_MS = 600_000;
const FROZEN_MS = 300_000;
/** The chat's clock is this much faster: ten of its minutes are ten seconds. */
const FASTER = SPEED === 1 ? 1 : 60;

/** Timers of a hidden page come once a second, or once a minute: no deadline may be missed for that alone. */
const options = {
  speed: FASTER,
  common: {
    deadlines: {
      connectMs: 10_000 * FASTER,
      readyMs: 10_000 * FASTER,
      acknowledgeMs: 20_000 * FASTER,
      answerMs: 20_000 * FASTER,
    },
  },
};

pageFault(browser, {
  id: 'R26',
  title: 'ten minutes in a hidden tab, its timers throttled, are no reason to disconnect',
  providers: PROVIDERS,
  tab: 'real',
  options,
  async play({ show, say, answered, strike, tab, note, provider }) {
    await tab.show();
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      await browser().hideAll();
      expect(await tab.call(() => document.visibilityState)).toBe('hidden');
      await pause(HIDDEN_MS / FASTER / 2);
      await say('two');
      await answered('two');
      await pause(HIDDEN_MS / FASTER / 2);
      const { connections, sockets } = await tab.report();
      expect(connections.map(({ status }) => status)).not.toContain('reconnecting');
      expect(sockets.made).toBe(provider === 'nlx-http' ? 0 : 1);
      await tab.show();
    });
    await say('three');
    const { sockets } = await answered('three');
    // Silent for so long, it may be dead: seen again, it is replaced once.
    await strike(() => {
      expect(sockets.made).toBeLessThanOrEqual(2);
      note(`${HIDDEN_MS / 60_000} min hidden: ${sockets.made} dials in all`);
    });
  },
});

/** A minute of silence; what is said then is seconds old when the tab is seen again. */
const SILENT_MS = 60_000;
/** Seconds have to be told from half a minute on a busy machine. */
const LITTLE_FASTER = SPEED === 1 ? 1 : 6;

pageFault(browser, {
  id: 'R26',
  title: 'a turn that is seconds old when the tab is seen again keeps its connection',
  providers: SOCKETS,
  tab: 'real',
  options: { speed: LITTLE_FASTER },
  async play({ show, say, says, answered, strike, tab, proxy }) {
    await tab.show();
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      await browser().hideAll();
      await pause(SILENT_MS / LITTLE_FASTER);
      proxy.holeDown();
    });
    await say('two');
    await strike(async () => {
      const seen = tab.call(
        () =>
          new Promise<void>((resolve) => {
            // A task later everybody has heard of it.
            const hear = (): unknown => setTimeout(resolve, 0);
            document.addEventListener('visibilitychange', hear, { once: true });
          }),
      );
      await tab.show();
      await seen;
      await proxy.heal();
    });
    await answered('two');
    const { sockets } = await says('two', 'acknowledged');
    expect(sockets.made).toBe(1);
  },
});

pageFault(browser, {
  id: 'R27',
  title: 'a tab that was frozen for five minutes is connected once more, and has lost nothing',
  providers: PROVIDERS,
  tab: 'real',
  options: { ...options, history: true },
  async play({ show, say, answered, ready, strike, tab, note, provider }) {
    await tab.show();
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      await browser().hideAll();
      await say('two');
      await tab.freeze();
      await pause(FROZEN_MS / FASTER);
      await tab.show();
      await tab.thaw();
      await ready();
    });
    await say('three');
    const { sockets } = await answered('three');
    await strike(() => {
      expect(sockets.made).toBe(provider === 'nlx-http' ? 0 : 2);
      note(`${FROZEN_MS / 60_000} min frozen: ${sockets.made} dials in all`);
    });
  },
});
