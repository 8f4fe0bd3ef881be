import { expect } from 'vitest';

import { startFaultProxy } from '../proxy/start-fault-proxy.ts';
import { SOCKETS } from '../platforms.ts';
import { SPEED } from '../settings.ts';
import type { PageReport } from './app/chat-request.ts';
import type { PageRigOptions } from './driver/page-rig.ts';
import { pageFault, fileBrowser } from './driver/page-fault.ts';

const browser = fileBrowser();

/** Two seconds of real time where the platform's own deadline is what finds the fault. */
const DEADLINE_MS = 2000;

const options = (_provider: string, isStruck: boolean): PageRigOptions =>
  isStruck
    ? {
        common: {
          deadlines: {
            acknowledgeMs: DEADLINE_MS * SPEED,
            answerMs: DEADLINE_MS * SPEED,
            connectMs: 10_000 * SPEED,
            readyMs: 10_000 * SPEED,
          },
        },
      }
    : {};

/** From this moment on, how long until this status: real milliseconds. */
function waited({ connections }: PageReport, status: string, sinceMs: number): number {
  const found = connections.find((change) => change.status === status && change.at >= sinceMs);
  return Math.round((found?.at ?? Infinity) - sinceMs);
}

pageFault(browser, {
  id: 'R18',
  title:
    'a connection that went silent both ways is found by the deadline, and replaced without waiting for its close',
  providers: SOCKETS,
  tab: 'playwright',
  options,
  async play({ show, say, answered, says, strike, until, proxy, tab, note }) {
    await show();
    await say('one');
    await answered('one');
    const { now: since } = await tab.report();
    await strike(() => proxy.holeAll());
    await say('two');
    await strike(async () => {
      const found = await says('two', 'unconfirmed');
      const dialed = await until('another socket is dialed', ({ sockets }) => sockets.made === 2);
      const foundAfter = found.now - since;
      note(`half-open found after ${Math.round(foundAfter)} ms of a ${DEADLINE_MS} ms deadline`);
      note(`next dial ${Math.round(dialed.now - found.now)} ms later`);
      // A browser takes 60 s to close such a socket.
      expect(dialed.now - since).toBeLessThan(30_000);
      await proxy.heal();
    });
    await say('three');
    await answered('three');
  },
});

pageFault(browser, {
  id: 'R18',
  title:
    'a page that goes offline with a message under way says so, and is ready again once it is online',
  providers: SOCKETS,
  tab: 'playwright',
  options,
  async play({ show, say, answered, says, strike, ready, until, tab, note }) {
    await show();
    await say('one');
    await answered('one');
    await strike(() => tab.context.setOffline(true));
    await say('two');
    await strike(async () => {
      await says('two', 'unconfirmed');
      await until('it knows that it is not connected', ({ connection }) => connection !== 'ready');
      await say('three');
      const before = await tab.report();
      await tab.context.setOffline(false);
      const report = await ready();
      note(`ready ${waited(report, 'ready', before.now)} ms after the page was online again`);
    });
    await say('four');
    await answered('four');
  },
});

pageFault(browser, {
  id: 'R20',
  title: 'what arrives late for a connection that was replaced is nothing',
  providers: SOCKETS,
  tab: 'playwright',
  options,
  async play({ show, say, answered, says, strike, until, simulator, onEnd }) {
    const first = await startFaultProxy({ target: simulator.url });
    const second = await startFaultProxy({ target: simulator.url });
    onEnd(() => Promise.all([first.close(), second.close()]));
    await show({ urls: [first.url(simulator.url), second.url(simulator.url)] });
    await say('one');
    await answered('one');
    await strike(() => first.holeDown());
    await say('two');
    await strike(async () => {
      await says('two', 'unconfirmed');
      await until(
        'another is ready',
        (now) => now.sockets.made === 2 && now.connection === 'ready',
      );
      const held = first.bytes.down;
      await first.heal();
      await until('what was held back has gone on', () => first.bytes.down > held);
    });
    await say('three');
    await answered('three');
  },
});
