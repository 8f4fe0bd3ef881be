// `WebSocket` of partysocket, as its README shows it: https://docs.partykit.io/reference/partysocket-api
import { WebSocket as PartySocket } from 'partysocket';

import { SOCKETS } from '../platforms.ts';
import { BrowserSocket, contain } from './browser-socket.ts';
import type { CreateClient } from './client.ts';
import { createPeerPage, READY_STATES } from './peer-page.ts';

export const providers = SOCKETS;

export const createClient: CreateClient = (setup) => {
  const page = createPeerPage(setup);
  // Its defaults, divided by the speed.
  const socket = new PartySocket(page.url, undefined, {
    WebSocket: BrowserSocket,
    minReconnectionDelay: 3_000 / setup.speed,
    maxReconnectionDelay: 10_000 / setup.speed,
    minUptime: 5_000 / setup.speed,
    connectionTimeout: 4_000 / setup.speed,
  });
  // It is an EventTarget, which Node ends the process for where a page would report.
  socket.addEventListener('message', ({ data }) => contain(() => page.receive(data)));
  // Its own words: what is buffered is always flushed before `open` is dispatched.
  socket.addEventListener('open', () => {
    for (const message of page.said) if (message.outcome === 'queued') message.outcome = 'unknown';
  });
  return {
    name: 'partysocket',
    // False means buffered: the one word that this library has for a message.
    send: (text) => page.send(text, (frame) => (socket.send(frame) ? 'unknown' : 'queued')),
    said: () => page.said,
    shown: () => page.shown,
    isReady: () => socket.readyState === PartySocket.OPEN,
    status: () => READY_STATES[socket.readyState] ?? 'closed',
    close: () => Promise.resolve(socket.close()),
  };
};
