import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import {
  type Admission,
  CALM,
  type Direction,
  type Disturbance,
  noStrikes,
} from './disturbance.ts';
import { createLane, type Lane } from './lane.ts';
import { resetSocket } from './reset-socket.ts';

import type { FaultProxy, FaultProxyOptions, ProxyEvent } from './fault-proxy.ts';

interface Pair {
  readonly number: number;
  readonly client: Socket;
  readonly server: Socket | undefined;
  readonly lanes: readonly Lane[];
  stranded: boolean;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A listening TCP server has an AddressInfo.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Below the ports that systems give to outgoing connections: one of those could sit on ours while we refuse. */
const PORTS = { first: 15_000, count: 16_000 };

async function listenSomewhere(server: Server): Promise<number> {
  for (;;) {
    try {
      return await listen(server, PORTS.first + Math.floor(Math.random() * PORTS.count));
    } catch (error) {
      // Errors of `listen` carry a code.
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

const stopListening = (server: Server): Promise<unknown> =>
  server.listening ? new Promise((resolve) => server.close(resolve)) : Promise.resolve();

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { random = Math.random } = options;
  const target = new URL(options.target);
  const startedAt = performance.now();
  const log: ProxyEvent[] = [];
  const pairs = new Set<Pair>();
  const bytes = { up: 0, down: 0 };
  const strikes = noStrikes();
  let disturbance: Disturbance = CALM;
  let admission: Admission = 'pass';
  let accepted = 0;

  function note(connection: number, what: string): void {
    log.push({ atMs: Math.round(performance.now() - startedAt), connection, what });
  }

  function disturb(change: Partial<Disturbance>): void {
    disturbance = { ...disturbance, ...change };
    note(0, JSON.stringify(change));
    for (const { lanes } of pairs) lanes.forEach((lane) => lane.run());
  }

  function cut({ number, client, server }: Pair): void {
    note(number, 'reset');
    resetSocket(client);
    if (server) resetSocket(server);
  }

  function truncate(pair: Pair): void {
    pair.server?.once('data', (head: Buffer) => {
      pair.client.write(head.subarray(0, Math.floor(head.length / 2)), () => cut(pair));
    });
    pair.client.pipe(pair.server ?? pair.client);
  }

  const BOTH_WAYS = { up: true, down: true } as const;

  function laneOf(direction: Direction, from: Socket, to: Socket, pair: () => Pair): Lane {
    return createLane({
      direction,
      from,
      to,
      random,
      disturbance: () => (pair().stranded ? { ...disturbance, hole: BOTH_WAYS } : disturbance),
      strikes: strikes[direction],
      onBytes: (count) => {
        bytes[direction] += count;
      },
      onCut: () => cut(pair()),
    });
  }

  function keep(pair: Pair): void {
    const { number, client, server } = pair;
    pairs.add(pair);
    client.on('error', ({ message }) => note(number, `client: ${message}`));
    server?.on('error', ({ message }) => note(number, `server: ${message}`));
    const forget = (): void => {
      if (client.destroyed && server?.destroyed !== false) pairs.delete(pair);
    };
    client.once('close', () => {
      note(number, 'the client is gone');
      forget();
    });
    server?.once('close', () => {
      note(number, 'the server is gone');
      forget();
    });
  }

  function accept(client: Socket): void {
    accepted += 1;
    const number = accepted;
    const how = admission;
    note(number, `accepted: ${JSON.stringify(how)}`);
    client.setNoDelay(true);
    if (how === 'hang' || how === 'reset' || typeof how === 'object') {
      keep({ number, client, server: undefined, lanes: [], stranded: false });
      if (how === 'reset') client.once('data', () => resetSocket(client));
      else if (typeof how === 'object') client.once('data', () => client.end(how.answer));
      client.resume();
      return;
    }
    const server = connect({
      host: target.hostname,
      port: Number(target.port),
      noDelay: true,
      allowHalfOpen: true,
    });
    if (how === 'truncate') {
      const pair: Pair = { number, client, server, lanes: [], stranded: false };
      keep(pair);
      truncate(pair);
      return;
    }
    const lanes: Lane[] = [];
    const pair: Pair = { number, client, server, lanes, stranded: false };
    keep(pair);
    lanes.push(laneOf('up', client, server, () => pair));
    lanes.push(laneOf('down', server, client, () => pair));
  }

  let server = createServer({ allowHalfOpen: true }, accept);
  const port = options.port ? await listen(server, options.port) : await listenSomewhere(server);

  async function pass(): Promise<void> {
    admission = 'pass';
    if (!server.listening) {
      server = createServer({ allowHalfOpen: true }, accept);
      await listen(server, port);
      note(0, 'listening again');
    }
  }

  function admit(how: Admission): void {
    admission = how;
    note(0, `new connections: ${JSON.stringify(how)}`);
  }

  return {
    port,
    log,
    bytes,
    url(address) {
      const { protocol, pathname, search } = new URL(address);
      return `${protocol}//127.0.0.1:${port}${pathname}${search}`;
    },
    get accepted() {
      return accepted;
    },
    get open() {
      return [...pairs].filter(({ client }) => !client.destroyed && !client.readableEnded).length;
    },
    pass,
    async heal() {
      for (const pair of pairs) pair.stranded = false;
      Object.assign(strikes.up, noStrikes().up);
      Object.assign(strikes.down, noStrikes().down);
      disturb(CALM);
      await pass();
    },
    holeUp: () => disturb({ hole: { ...disturbance.hole, up: true } }),
    holeDown: () => disturb({ hole: { ...disturbance.hole, down: true } }),
    holeAll: () => disturb({ hole: { up: true, down: true } }),
    strand() {
      note(0, 'stranded');
      for (const pair of pairs) pair.stranded = true;
    },
    reset: () => [...pairs].forEach(cut),
    finish() {
      for (const { client, server: far } of pairs) {
        client.end();
        far?.end();
      }
    },
    async refuse() {
      note(0, 'refusing');
      // Resolves when every connection has ended as well: only the listening has to be over.
      void stopListening(server);
      await Promise.resolve();
    },
    acceptAndHang: () => admit('hang'),
    truncateHandshake: () => admit('truncate'),
    resetHandshake: () => admit('reset'),
    answer(status, headers = {}) {
      const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      admit({ answer: `HTTP/1.1 ${status} Refused\r\n${head}\r\n` });
    },
    slice: (size) => disturb({ sliceBytes: size }),
    latency: (ms, jitterMs = 0) => disturb({ latencyMs: ms, jitterMs }),
    bandwidth: (bytesPerSecond) => disturb({ bytesPerSecond }),
    corruptNext: (direction = 'down') => {
      strikes[direction].corrupt += 1;
    },
    inject(added) {
      note(0, `injected ${added.length} bytes`);
      for (const { client } of pairs) client.write(added);
    },
    duplicateNext: (direction = 'down') => {
      strikes[direction].duplicate += 1;
    },
    cutAfter: (count, direction = 'down') => {
      strikes[direction].cutAfter = count;
    },
    async close() {
      for (const { client, server: far } of pairs) {
        client.destroy();
        far?.destroy();
      }
      await stopListening(server);
    },
  };
}
