import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface RestServer {
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
  /** What every request is answered with from now on; `hang` never answers. */
  answer(next: { readonly status: number; readonly body: string } | 'hang'): void;
  close(): Promise<void>;
}

/** A real HTTP server on a free local port that records what it is asked. */
export async function startRestServer(): Promise<RestServer> {
  const seen: SeenRequest[] = [];
  let next: { readonly status: number; readonly body: string } | 'hang' = { status: 200, body: '' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (next !== 'hang') {
        response.writeHead(next.status, { 'Content-Type': 'application/json' });
        response.end(next.body);
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // A server that listens on a TCP port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    answer(answer) {
      next = answer;
    },
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
