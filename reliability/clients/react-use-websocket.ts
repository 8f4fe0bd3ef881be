// As its README shows it (https://github.com/robtaussig/react-use-websocket): `lastMessage` in an effect, another
// dial after every close with the exponential pauses of its own example, and its queue for what is sent early.
import { createRequire } from 'node:module';

import { createElement, useEffect } from 'react';
import type * as Library from 'react-use-websocket';

import { SOCKETS } from '../platforms.ts';
import { contain, provideWebSocket } from './browser-socket.ts';
import type { CreateClient } from './client.ts';
import { renderHeadless } from './headless-root.ts';
import { createPeerPage, type PeerPage, READY_STATES } from './peer-page.ts';

// A CommonJS build that says it is a module: loaders disagree on what its default export is.
const { default: useWebSocket, ReadyState } = createRequire(import.meta.url)(
  'react-use-websocket',
) as typeof Library;

type Socket = ReturnType<typeof useWebSocket>;

interface ChatProps {
  readonly page: PeerPage;
  readonly speed: number;
  readonly onRender: (socket: Socket) => void;
}

/** Draws nothing: what it would draw is read from the page. */
function Chat({ page, speed, onRender }: ChatProps): null {
  const socket = useWebSocket(page.url, {
    shouldReconnect: () => true,
    reconnectAttempts: 10,
    reconnectInterval: (attempt) => Math.min(2 ** attempt * 1_000, 10_000) / speed,
  });
  const { lastMessage } = socket;
  useEffect(() => onRender(socket));
  useEffect(() => {
    if (lastMessage !== null) contain(() => page.receive(lastMessage.data));
  }, [lastMessage, page]);
  return null;
}

export const providers = SOCKETS;

export const createClient: CreateClient = (setup) => {
  provideWebSocket();
  const page = createPeerPage(setup);
  let socket: Socket | undefined;
  // Before the first effect a page has no button to press: what is sent then is its first click.
  const early: string[] = [];

  const onRender = (current: Socket): void => {
    socket = current;
    for (const frame of early.splice(0)) current.sendMessage(frame);
  };
  const mounted = renderHeadless(createElement(Chat, { page, speed: setup.speed, onRender }));

  return {
    name: 'react-use-websocket',
    send: (text) =>
      page.send(text, (frame) => {
        if (socket) socket.sendMessage(frame);
        else early.push(frame);
      }),
    said: () => page.said,
    shown: () => page.shown,
    isReady: () => socket?.readyState === ReadyState.OPEN,
    status: () => READY_STATES.at(socket?.readyState ?? ReadyState.CONNECTING) ?? 'closed',
    close: async () => (await mounted)(),
  };
};
