import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface HttpServer {
  readonly url: string;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

/** A real HTTP server whose answers are given by a function, with the number of the request. For tests. */
export async function startHttpServer(
  answer: (response: ServerResponse, request: Received, count: number) => void,
): Promise<HttpServer> {
  const received: Received[] = [];
  const streams = new Set<Socket>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const one = { path, headers, body: Buffer.concat(parts).toString() };
      received.push(one);
      answer(response, one, received.length);
    });
  });
  server.on('connection', (stream) => {
    streams.add(stream);
    stream.on('close', () => streams.delete(stream));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an AddressInfo, not a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async stop() {
      streams.forEach((stream) => stream.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
