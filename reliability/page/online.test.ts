import { expect } from 'vitest';

import { PROVIDERS, SOCKETS } from '../platforms.ts';
import { fileBrowser, pageFault } from './driver/page-fault.ts';

const browser = fileBrowser();

const TIMES = 20;

pageFault(browser, {
  id: 'R23',
  title: 'a page that goes offline and online twenty times keeps its one connection',
  providers: SOCKETS,
  tab: 'playwright',
  // Its own waits are as long as they are in the world: half a minute of silence would be a reason to dial.
  options: (_provider, isStruck) => (isStruck ? { speed: 1 } : {}),
  async play({ show, say, answered, ready, strike, tab, note }) {
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      for (let time = 0; time < TIMES; time += 1) {
        await tab.context.setOffline(true);
        await tab.context.setOffline(false);
        const { sockets } = await tab.report();
        expect(sockets.open + sockets.connecting, 'sockets at once').toBeLessThanOrEqual(1);
      }
      const { sockets } = await ready();
      // Nothing was lost, and nothing was silent for long: there is no reason to dial.
      expect(sockets.made).toBe(1);
      note(`${TIMES} times offline and online: ${sockets.made} dial`);
    });
    await say('two');
    await answered('two');
  },
});

pageFault(browser, {
  id: 'R23',
  title: 'while the server is away, each time online is at most one dial',
  providers: SOCKETS,
  tab: 'playwright',
  // Its own waits are as long as they are in the world: what is dialed is dialed for the events.
  options: (_provider, isStruck) => (isStruck ? { speed: 1 } : {}),
  async play({ show, say, answered, strike, proxy, tab, note, until }) {
    await show();
    await say('one');
    await answered('one');
    await say('two');
    await answered('two');
    await strike(async () => {
      await proxy.refuse();
      proxy.reset();
      const before = await until('it waits', ({ connection }) => connection === 'reconnecting');
      for (let time = 0; time < TIMES; time += 1) {
        await tab.context.setOffline(true);
        await tab.context.setOffline(false);
      }
      const after = await tab.report();
      const dials = after.sockets.made - before.sockets.made;
      // The page's own waits may add a dial now and then.
      const seconds = (after.now - before.now) / 1000;
      expect(dials).toBeLessThanOrEqual(TIMES + Math.ceil(seconds));
      note(`${TIMES} times online against a refusing server: ${dials} dials`);
      await proxy.pass();
      await tab.context.setOffline(true);
      await tab.context.setOffline(false);
    });
  },
});

/** What the browser says of its network; the network itself stays as it is. */
function networkState(offline: boolean): object {
  return { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
}

pageFault(browser, {
  id: 'R24',
  title: 'a browser that wrongly says it is offline does not end a connection that works',
  providers: PROVIDERS,
  tab: 'real',
  async play({ show, say, answered, strike, tab }) {
    await tab.show();
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      const told = tab.call(
        () =>
          new Promise<void>((resolve) => {
            addEventListener('offline', () => resolve(), { once: true });
          }),
      );
      await tab.devTools.send('Network.overrideNetworkState', networkState(true));
      await told;
      expect(await tab.call(() => navigator.onLine)).toBe(false);
    });
    await say('two');
    const { connections, sockets } = await answered('two');
    await strike(async () => {
      expect(connections.map(({ status }) => status)).not.toContain('reconnecting');
      expect(sockets.made).toBeLessThanOrEqual(1);
      await tab.devTools.send('Network.overrideNetworkState', networkState(false));
    });
  },
});
