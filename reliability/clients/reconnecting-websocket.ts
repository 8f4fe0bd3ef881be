// As its README shows it: https://github.com/pladaria/reconnecting-websocket
import { createRequire } from 'node:module';

import type ReconnectingWebSocket from 'reconnecting-websocket';

import { SOCKETS } from '../platforms.ts';
import { BrowserSocket } from './browser-socket.ts';
import type { CreateClient } from './client.ts';
import { createPeerPage, READY_STATES } from './peer-page.ts';

// Its types name a default export; the build that Node reads is the class itself.
const Socket = createRequire(import.meta.url)(
  'reconnecting-websocket',
) as typeof ReconnectingWebSocket;

export const providers = SOCKETS;

export const createClient: CreateClient = (setup) => {
  const page = createPeerPage(setup);
  // Its defaults, divided by the speed.
  const socket = new Socket(page.url, [], {
    WebSocket: BrowserSocket,
    minReconnectionDelay: (1_000 + Math.random() * 4_000) / setup.speed,
    maxReconnectionDelay: 10_000 / setup.speed,
    minUptime: 5_000 / setup.speed,
    connectionTimeout: 4_000 / setup.speed,
  });
  socket.addEventListener('message', ({ data }) => page.receive(data));
  return {
    name: 'reconnecting-websocket',
    send: (text) => page.send(text, (frame) => socket.send(frame)),
    said: () => page.said,
    shown: () => page.shown,
    isReady: () => socket.readyState === BrowserSocket.OPEN,
    status: () => READY_STATES[socket.readyState] ?? 'closed',
    close: () => Promise.resolve(socket.close()),
  };
};
