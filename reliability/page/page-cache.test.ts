import { expect, vi } from 'vitest';

import { PROVIDERS, SOCKETS } from '../platforms.ts';
import type { RealTab } from './driver/browser.ts';
import { fileBrowser, pageFault } from './driver/page-fault.ts';

const browser = fileBrowser();

/** Goes to another page and back. The page comes out of the browser's cache as it was, and no new one is made. */
async function leaveAndReturn(tab: RealTab, pageUrl: string): Promise<void> {
  await tab.call(() => {
    Object.assign(globalThis, { isKept: true });
  });
  await tab.open(`${pageUrl}elsewhere.html`);
  await tab.call(() => history.back());
  // While one page gives way to the other there may be nothing to ask.
  await vi.waitFor(async () => expect(await tab.evaluate('document.title')).toBe('Reliability'), {
    timeout: 20_000,
  });
  expect(await tab.evaluate('globalThis.isKept'), 'the page came out of the cache').toBe(true);
}

pageFault(browser, {
  id: 'R29',
  title: 'a page out of the page cache has exactly one live socket',
  providers: PROVIDERS,
  tab: 'real',
  // What is begun while the page is not seen yet is begun anew after three seconds: they are real ones here.
  options: { speed: 1 },
  async play({ show, say, answered, ready, strike, tab, pageUrl, provider, until }) {
    const isSocket = provider !== 'nlx-http';
    await tab.show();
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      await leaveAndReturn(tab, pageUrl);
      if (isSocket) await until('another socket is dialed', ({ sockets }) => sockets.made === 2);
      await ready();
      const { sockets } = await tab.report();
      expect(sockets).toEqual({ made: isSocket ? 2 : 0, open: isSocket ? 1 : 0, connecting: 0 });
    });
    await say('two');
    await answered('two');
  },
});

pageFault(browser, {
  id: 'R29',
  title: 'a page that was left while it connected has exactly one live socket afterwards',
  providers: SOCKETS,
  tab: 'real',
  async play({ show, say, answered, ready, strike, tab, pageUrl, proxy, until }) {
    await strike(() => proxy.acceptAndHang());
    await tab.show();
    await show();
    await strike(async () => {
      await until('a dial reaches the network', () => proxy.accepted >= 1);
      await say('before');
      await leaveAndReturn(tab, pageUrl);
      await proxy.pass();
      await ready();
      const { sockets } = await tab.report();
      expect(sockets.open + sockets.connecting).toBe(1);
    });
    await say('two');
    await answered('two');
  },
});

pageFault(browser, {
  id: 'R29',
  title:
    'an answer that was on its way when the page was left is whole or broken off, and doubled never',
  providers: PROVIDERS,
  tab: 'real',
  options: { serve: { tokenDelayMs: 30 }, history: true },
  async play({ show, say, answered, strike, tab, pageUrl, until }) {
    await tab.show();
    await show();
    await say('one');
    await answered('one');
    await say('two and more words than one so that it takes a while to say all of them');
    await strike(async () => {
      await leaveAndReturn(tab, pageUrl);
      await until('nothing grows for ever', ({ messages }) =>
        messages.every(({ state }) => state !== 'streaming'),
      );
    });
    await say('three');
    await answered('three');
  },
});
