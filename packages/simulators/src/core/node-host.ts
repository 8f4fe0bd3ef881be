import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import { systemClock } from './clock.ts';
import type { Faults } from './faults.ts';
import { Hub } from './hub.ts';
import type { Clock, HttpResponse, Platform, Simulator } from './platform.ts';

/** How a platform is served on this machine. */
export interface ServeOptions {
  /** 0 takes a free one. @default 0 */
  readonly port?: number | undefined;
  /** What goes wrong from the start. */
  readonly faults?: Partial<Faults> | undefined;
  /** Takes up permessage-deflate when a client offers it. @default false */
  readonly compression?: boolean | undefined;
  readonly clock?: Clock | undefined;
  /** Numbers in [0, 1), for the faults that strike at random. */
  readonly random?: (() => number) | undefined;
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function urlOf(request: IncomingMessage, scheme: 'http' | 'ws'): URL | undefined {
  const address = `${scheme}://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  // A request stream without an encoding yields buffers.
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

async function write(response: ServerResponse, answer: HttpResponse): Promise<void> {
  const { body = '' } = answer;
  response.writeHead(answer.status, answer.headers);
  if (typeof body === 'string' || body instanceof Uint8Array) return void response.end(body);
  response.flushHeaders();
  for await (const piece of body) {
    if (response.destroyed) return;
    // Waiting for each write keeps the pieces apart on their way to the client.
    await new Promise<void>((resolve) => response.write(piece, () => setImmediate(resolve)));
  }
  response.end();
}

async function answerHttp(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = urlOf(request, 'http');
  if (url === undefined) return void response.writeHead(400).end();
  try {
    const body = await bodyOf(request);
    const headers = headersOf(request);
    const answer = await hub.handle({ method: request.method ?? 'GET', url, headers, body });
    if (answer !== undefined) await write(response, answer);
  } catch {
    // A body that throws asks for a cut; so does a client that went away.
    response.destroy();
  }
}

function upgrade(
  hub: Hub,
  sockets: WebSocketServer,
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
): void {
  const url = urlOf(request, 'ws');
  const dialed = url && hub.dial({ url, headers: headersOf(request) });
  if (dialed?.kind === 'hang') return;
  if (dialed?.kind !== 'open') {
    stream.end(
      `HTTP/1.1 ${dialed?.status ?? 400} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
    );
    return;
  }
  stream.once('close', dialed.abandon);
  sockets.handleUpgrade(request, stream, head, (socket) => {
    stream.off('close', dialed.abandon);
    carry(socket, dialed.attach);
  });
}

function carry(
  socket: WebSocket,
  attach: Extract<ReturnType<Hub['dial']>, { kind: 'open' }>['attach'],
): void {
  const held = attach({
    send: (data) => socket.send(data),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    pause: (isPaused) => (isPaused ? socket.pause() : socket.resume()),
  });
  socket.on('message', (data, isBinary) => {
    // `ws` gives one Buffer per message with its default binaryType.
    const bytes = data as Buffer;
    held.receive(isBinary ? new Uint8Array(bytes) : bytes.toString('utf8'));
  });
  socket.on('close', (code, reason) => held.closed(code, reason.toString('utf8')));
  // A frame that breaks the WebSocket protocol ends in 'close' as well.
  socket.on('error', () => undefined);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A listening TCP server always has an AddressInfo.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** Listens on both loopback addresses; on one, where the machine has no IPv6. */
async function listenOnBoth(
  make: () => Server,
  port: number,
): Promise<{ port: number; servers: Server[] }> {
  const first = make();
  const taken = await listen(first, port, '127.0.0.1');
  const second = make();
  try {
    await listen(second, taken, '::1');
    return { port: taken, servers: [first, second] };
  } catch (error) {
    // Errors of `listen` carry a code.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && NO_IPV6.has(code)) return { port: taken, servers: [first] };
    first.close();
    // Somebody else holds that number on IPv6: a free one was asked for, so take another.
    if (code === 'EADDRINUSE' && port === 0) return listenOnBoth(make, port);
    throw error;
  }
}

/** Serves a platform on localhost, IPv4 and IPv6, with a real HTTP and WebSocket server. */
export async function serve(platform: Platform, options: ServeOptions = {}): Promise<Simulator> {
  const { clock = systemClock, compression = false, faults = {}, random = Math.random } = options;
  const hub = new Hub(platform, { clock, faults, random });
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: compression,
  });
  const streams = new Set<Socket>();
  const { port, servers } = await listenOnBoth(() => {
    const server = createServer((request, response) => void answerHttp(hub, request, response));
    server.on('upgrade', (request, stream, head) => upgrade(hub, sockets, request, stream, head));
    server.on('connection', (stream) => {
      streams.add(stream);
      stream.on('error', () => undefined);
      stream.once('close', () => streams.delete(stream));
    });
    return server;
  }, options.port ?? 0);

  return {
    url: `ws://localhost:${port}${platform.socketPath ?? ''}`,
    restUrl: `http://localhost:${port}${platform.restPath ?? ''}`,
    received: hub.received,
    get connections() {
      return hub.connections;
    },
    get faults() {
      return hub.faults;
    },
    push: (frame, connection) => hub.push(frame, connection),
    drop: (how) => hub.drop(how),
    setFaults: (change) => hub.setFaults(change),
    async close() {
      platform.dispose?.();
      const closing = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const stream of streams) stream.destroy();
      await Promise.all(closing);
    },
  };
}
