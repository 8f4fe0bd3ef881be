import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
};

export interface RedirectingServers {
  /** Where everything is sent on to the other one. */
  readonly url: string;
  /** Requests, but for what browsers ask beforehand: to the first, and to the one it leads to. */
  readonly asked: number;
  readonly led: number;
  close(): Promise<void>;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server has an AddressInfo.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const end = (server: Server): Promise<unknown> =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });

/** An endpoint that sends its callers, keys and all, on to somebody else who takes anything from anybody. */
export async function startRedirectingServers(): Promise<RedirectingServers> {
  let asked = 0;
  let led = 0;
  const other = createServer((request, response) => {
    led += request.method === 'OPTIONS' ? 0 : 1;
    response.writeHead(200, { ...CORS, 'content-type': 'application/json' }).end('{}');
  });
  const target = await listen(other);
  const first = createServer((request, response) => {
    if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end();
    asked += 1;
    // 307 keeps the method and the body.
    response.writeHead(307, { ...CORS, location: `${target}${request.url ?? '/'}` }).end();
  });
  return {
    url: await listen(first),
    get asked() {
      return asked;
    },
    get led() {
      return led;
    },
    close: () => Promise.all([end(first), end(other)]).then(() => undefined),
  };
}
