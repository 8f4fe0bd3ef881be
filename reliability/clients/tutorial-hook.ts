// The chat hook that tutorials show: a socket in an effect, a list in state, a fixed pause before the next
// dial, a send when the socket is open. Written anew in the shape that is found most often.
import { createElement, useCallback, useEffect, useRef, useState } from 'react';

import { SOCKETS } from '../platforms.ts';
import { BrowserSocket, contain } from './browser-socket.ts';
import type { CreateClient } from './client.ts';
import { renderHeadless } from './headless-root.ts';
import { createPeerPage, type PeerPage } from './peer-page.ts';

interface ChatSocket {
  readonly frames: readonly unknown[];
  readonly isOpen: boolean;
  readonly send: (frame: string) => void;
}

function useChatSocket(url: string, pauseMs: number): ChatSocket {
  const [frames, setFrames] = useState<readonly unknown[]>([]);
  const [isOpen, setIsOpen] = useState(false);
  const socket = useRef<BrowserSocket | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function connect(): void {
      const current = new BrowserSocket(url);
      socket.current = current;
      current.addEventListener('open', () => setIsOpen(true));
      current.addEventListener('message', ({ data }) => setFrames((all) => [...all, data]));
      current.onclose = () => {
        setIsOpen(false);
        timer = setTimeout(connect, pauseMs);
      };
    }
    connect();
    return () => {
      clearTimeout(timer);
      if (socket.current) socket.current.onclose = null;
      socket.current?.close();
    };
  }, [url, pauseMs]);

  const send = useCallback((frame: string) => {
    if (socket.current?.readyState === BrowserSocket.OPEN) socket.current.send(frame);
  }, []);

  return { frames, isOpen, send };
}

interface ChatProps {
  readonly page: PeerPage;
  readonly pauseMs: number;
  readonly onRender: (socket: ChatSocket) => void;
}

/** Draws nothing: what it would draw is read from the page. */
function Chat({ page, pauseMs, onRender }: ChatProps): null {
  const socket = useChatSocket(page.url, pauseMs);
  const read = useRef(0);
  useEffect(() => {
    onRender(socket);
    for (const frame of socket.frames.slice(read.current)) {
      read.current += 1;
      contain(() => page.receive(frame));
    }
  });
  return null;
}

export const providers = SOCKETS;

export const createClient: CreateClient = (setup) => {
  const page = createPeerPage(setup);
  let socket: ChatSocket | undefined;
  // Before the first effect a page has no button to press: what is sent then is its first click.
  const early: string[] = [];

  const onRender = (current: ChatSocket): void => {
    socket = current;
    for (const frame of early.splice(0)) current.send(frame);
  };
  const pauseMs = 3_000 / setup.speed;
  const mounted = renderHeadless(createElement(Chat, { page, pauseMs, onRender }));

  return {
    name: 'tutorial hook',
    // The message joins the list and the box is emptied, whatever became of the frame.
    send: (text) =>
      page.send(text, (frame) => {
        if (socket) socket.send(frame);
        else early.push(frame);
      }),
    said: () => page.said,
    shown: () => page.shown,
    isReady: () => socket?.isOpen === true,
    status: () => (socket?.isOpen === true ? 'open' : 'closed'),
    close: async () => (await mounted)(),
  };
};
