import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebSocketServer } from 'ws';

export interface ReflectingServer {
  readonly url: string;
  readonly restUrl: string;
  /** How many clients it has turned away. */
  readonly turnedAway: number;
  close(): Promise<void>;
}

/** Every word of a request that may be a secret. */
function wordsOf({ url = '', headers }: IncomingMessage): string {
  const query = [...new URL(url, 'http://localhost').searchParams.values()];
  return [...query, ...Object.values(headers), url].flat().join(' ');
}

/** The ways of the platforms to say what is wrong, each with everything that the client said. */
function complaints(words: string): readonly object[] {
  return [
    { event_type: 'error', error_code: words, error_message: words, details: { fix: words } },
    { event_type: words },
    { status_code: 401, error: words, message: words, detail: words },
    { error: { code: words, message: words } },
    { message: words, errors: [words] },
  ];
}

/** A server that refuses everybody and says their keys back in every place there is: bodies, frames, close reasons. */
export async function startReflectingServer(): Promise<ReflectingServer> {
  let turnedAway = 0;
  const server = createServer((request, response) => {
    const cors = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'access-control-allow-methods': '*',
      'access-control-expose-headers': '*',
    };
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
    turnedAway += 1;
    const words = wordsOf(request);
    const status = [401, 400, 500, 403][turnedAway % 4] ?? 401;
    response.writeHead(status, { ...cors, 'content-type': 'application/json', 'x-echo': words });
    response.end(JSON.stringify(complaints(words)[turnedAway % complaints(words).length]));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    turnedAway += 1;
    const words = wordsOf(request);
    for (const complaint of complaints(words)) socket.send(JSON.stringify(complaint));
    socket.send(words);
    socket.close(turnedAway % 2 === 0 ? 1011 : 1008, words.slice(0, 120));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/`,
    restUrl: `http://127.0.0.1:${port}`,
    get turnedAway() {
      return turnedAway;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
