import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { WebSocket, WebSocketServer } from 'ws';

export interface SocketServer {
  readonly url: string;
  readonly port: number;
  /** Every socket that was accepted, and every frame that came, in order. */
  readonly sockets: readonly WebSocket[];
  readonly requests: readonly IncomingMessage[];
  readonly received: readonly string[];
  /** Sockets open at this moment. */
  open(): number;
  next(): Promise<WebSocket>;
  until(condition: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

interface ServerOptions {
  readonly port?: number;
  /** `hang`: takes the handshake and never answers. `hang-up`: without an answer. */
  readonly upgrade?: (
    request: IncomingMessage,
  ) => 'accept' | 'refuse' | 'busy' | 'hang' | 'hang-up';
  readonly onSocket?: (socket: WebSocket, count: number) => void;
}

/** A real WebSocket server. For tests. */
export async function startSocketServer(options: ServerOptions = {}): Promise<SocketServer> {
  const { upgrade = () => 'accept', onSocket = () => {} } = options;
  const sockets: WebSocket[] = [];
  const requests: IncomingMessage[] = [];
  const received: string[] = [];
  const streams = new Set<Duplex>();
  const waiters = new Set<() => void>();
  const changed = (): void => [...waiters].forEach((look) => look());

  const http: Server = createServer();
  const wss = new WebSocketServer({ noServer: true });
  http.on('connection', (stream: Socket) => {
    streams.add(stream);
    stream.on('close', () => streams.delete(stream));
    stream.on('error', () => {});
  });
  http.on('upgrade', (request, stream, head) => {
    requests.push(request);
    changed();
    const answer = upgrade(request);
    if (answer === 'refuse') {
      stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    }
    if (answer === 'busy') {
      stream.end('HTTP/1.1 503 Unavailable\r\nRetry-After: 20\r\nConnection: close\r\n\r\n');
    }
    if (answer === 'hang-up') {
      stream.destroy();
    }
    if (answer === 'accept') {
      wss.handleUpgrade(request, stream, head, (socket) => {
        sockets.push(socket);
        // The server's default: one Buffer for each message.
        socket.on('message', (data: Buffer) => {
          received.push(data.toString());
          changed();
        });
        socket.on('close', changed);
        socket.on('error', () => {});
        onSocket(socket, sockets.length);
        changed();
      });
    }
  });
  http.listen(options.port ?? 0, '127.0.0.1');
  await once(http, 'listening');
  // A server that listens on a port has an AddressInfo, not a pipe's name.
  const { port } = http.address() as AddressInfo;

  function until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (condition()) {
          waiters.delete(look);
          resolve();
        }
      };
      waiters.add(look);
      look();
    });
  }

  return {
    url: `ws://127.0.0.1:${port}/chat?key=canary`,
    port,
    sockets,
    requests,
    received,
    open: () => sockets.filter((socket) => socket.readyState === WebSocket.OPEN).length,
    async next() {
      const count = sockets.length;
      await until(() => sockets.length > count);
      return sockets[count]!;
    },
    until,
    async stop() {
      streams.forEach((stream) => stream.destroy());
      http.close();
      await once(http, 'close');
    },
  };
}
