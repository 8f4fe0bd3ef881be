import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { type RawData, type WebSocket, WebSocketServer } from 'ws';

/** A running echo server. */
export interface EchoServer {
  readonly url: string;
  /** The texts it has heard, oldest first. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/** Starts the server of ../README.md on a free port of this machine. */
export async function startEcho({ key }: { readonly key: string }): Promise<EchoServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const heard: string[] = [];

  server.on('connection', (socket, { url = '/' }) => {
    const query = new URL(url, 'ws://localhost').searchParams;
    if (query.get('key') !== key) {
      socket.close(4401, 'wrong key');
      return;
    }
    send(socket, { type: 'welcome', room: query.get('room') });
    socket.on('message', (data) => answer(socket, readSay(data), heard));
  });

  await once(server, 'listening');
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    heard,
    close() {
      server.clients.forEach((client) => client.terminate());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(socket: WebSocket, text: string | undefined, heard: string[]): void {
  if (text === undefined) {
    socket.close(4400, 'not a message');
    return;
  }
  if (text === 'refuse') {
    send(socket, { type: 'refused', reason: 'This room does not repeat that.' });
    return;
  }
  const number = heard.push(text);
  send(socket, { type: 'heard', id: `heard-${number}`, text });
  for (const word of text.split(/(?<= )/u)) {
    send(socket, { type: 'word', text: word });
  }
  if (text.startsWith('drop') && heard.filter((other) => other === text).length === 1) {
    socket.terminate();
    return;
  }
  send(socket, { type: 'done', id: `said-${number}`, text });
}

/** The text of a client's frame; undefined where it is none. */
function readSay(data: RawData): string | undefined {
  try {
    const frame: unknown = JSON.parse(data instanceof Buffer ? data.toString('utf8') : '');
    const say: unknown = typeof frame === 'object' && frame !== null && Reflect.get(frame, 'say');
    return typeof say === 'string' ? say : undefined;
  } catch {
    return undefined;
  }
}

function send(socket: WebSocket, frame: object): void {
  socket.send(JSON.stringify(frame));
}
