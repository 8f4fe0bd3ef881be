import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { WebSocketServer } from 'ws';

import { expect } from 'vitest';

import { SOCKETS } from '../platforms.ts';
import { SPEED } from '../settings.ts';
import { pageFault, fileBrowser } from './driver/page-fault.ts';

const browser = fileBrowser();

pageFault(browser, {
  id: 'R3',
  title: 'a handshake that hangs is given up in time, and the next dial reaches the network',
  providers: SOCKETS,
  tab: 'playwright',
  // A second of real time: long enough for a dial that is not hung, however busy the machine.
  options: (_provider, isStruck) =>
    isStruck ? { common: { deadlines: { connectMs: 1000 * SPEED } } } : {},
  async play({ show, say, answered, strike, until, proxy, note }) {
    await strike(() => proxy.acceptAndHang());
    await show();
    await until('a dial reaches the network', () => proxy.accepted >= 1);
    await say('one');
    await strike(async () => {
      // Chromium lets one socket per address connect at a time: the second gets there once the first is closed.
      await until('a second dial reaches the network', () => proxy.accepted >= 2);
      await proxy.pass();
    });
    const { now, connections } = await answered('one');
    await strike(() => {
      const waits = connections.filter(({ status }) => status === 'reconnecting').length;
      note(`${waits} hung dials given up, ready after ${Math.round(now)} ms`);
    });
  },
});

pageFault(browser, {
  id: 'R3',
  title:
    'a request that is never answered becomes unconfirmed in time, and the next one goes through',
  providers: ['nlx-http'],
  tab: 'playwright',
  options: (_provider, isStruck) =>
    isStruck ? { common: { deadlines: { answerMs: 2000 * SPEED } } } : {},
  async play({ show, say, answered, says, strike, proxy }) {
    await strike(() => proxy.acceptAndHang());
    await show();
    await say('one');
    await strike(async () => {
      await says('one', 'unconfirmed');
      await proxy.pass();
    });
    await say('two');
    await answered('two');
  },
});

// R5: none of the platforms has a sub-protocol; what a browser does with a server that breaks the handshake's
// rules is the same failure, and the page cannot tell it from a refusal.
pageFault(browser, {
  id: 'R5',
  title: 'a handshake that the browser refuses, again and again, ends in words about what to check',
  providers: SOCKETS,
  tab: 'playwright',
  async play({ show, say, answered, strike, until, proxy, simulator, onEnd }) {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    // A sub-protocol that nobody asked for: a browser has to fail the handshake.
    server.on('headers', (headers) => headers.push('Sec-WebSocket-Protocol: unasked'));
    onEnd(() => server.close());
    await once(server, 'listening');
    // A listening server has an AddressInfo.
    const { port } = server.address() as AddressInfo;
    const healthy = proxy.url(simulator.url);
    const broken = healthy.replace(/:\d+/u, `:${port}`);
    await strike(async () => {
      await show({ options: { url: broken } });
      const report = await until(
        'the fourth attempt is waited for',
        ({ connections, reason }) =>
          reason !== undefined &&
          connections.filter(({ status }) => status === 'reconnecting').length >= 4,
      );
      expect(report.reason).toBe('unreachable');
      expect(report.fix).toMatch(/check/iu);
    });
    // The same chat with a good address: what the address was is not who the chat is.
    await show();
    await say('one');
    await answered('one');
  },
});
