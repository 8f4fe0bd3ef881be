import { WebSocket } from 'ws';

import type { CloseFacts, CloseVerdict, ConnectionTiming } from '../connection.ts';
import { createRuntime } from '../default-runtime.ts';
import type { LogLevel } from '../runtime.ts';
import { createSocketConnection } from '../socket-connection.ts';
import type { TransportOptions } from '../transport.ts';
import { createManualEnvironment } from './manual-environment.ts';
import { type HandlerRecord, recordHandlers } from './record-handlers.ts';
import { type SocketServer, startSocketServer } from './socket-server.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** Ready at open; ready when told. */
const ON_OPEN: ConnectionTiming = {
  connectMs: 10_000,
  ready: { on: 'open' },
  stableMs: 10_000,
};
export const ON_EVENT: ConnectionTiming = {
  ...ON_OPEN,
  ready: { on: 'event', withinMs: 5_000, otherwise: 'close' },
};

const cleanups: (() => unknown)[] = [];
/** For `afterEach`: disposes and stops what a test made, last first. */
export async function cleanUp(): Promise<void> {
  for (const clean of cleanups.splice(0).toReversed()) {
    await clean();
  }
}

/** A real server, stopped after the test. */
export async function serve(
  options?: Parameters<typeof startSocketServer>[0],
): Promise<SocketServer> {
  const server = await startSocketServer(options);
  cleanups.push(server.stop);
  return server;
}

/** A connection with a virtual clock, a real socket and a page that does what it is told. */
export function link(
  url: string | (() => string),
  changes: Partial<TransportOptions> = {},
  record: HandlerRecord = recordHandlers(),
) {
  const clock = createVirtualClock();
  const environment = createManualEnvironment();
  const refreshes: boolean[] = [];
  const constructed: WebSocket[] = [];
  const log: string[] = [];
  class CountedSocket extends WebSocket {
    constructor(...input: ConstructorParameters<typeof WebSocket>) {
      super(...input);
      constructed.push(this);
    }
  }
  const runtime = createRuntime({
    WebSocket: CountedSocket,
    clock,
    environment,
    random: () => 0.5,
    logger: (level: LogLevel, event, details) =>
      log.push(`${level} ${event} ${JSON.stringify(details)}`),
  });
  const connection = createSocketConnection({
    target({ refresh }) {
      refreshes.push(refresh);
      return { kind: 'socket', url: typeof url === 'string' ? url : url() };
    },
    classify: () => 'retry',
    timing: ON_OPEN,
    runtime,
    handlers: record.handlers,
    reconnect: true,
    refreshable: () => false,
    ...changes,
  });
  cleanups.push(() => connection.dispose());
  const until = (status: string): Promise<boolean> =>
    record.until(() => connection.status().status === status);
  /** Sockets that are connecting or open on our side. */
  const live = (): number => constructed.filter(({ readyState }) => readyState < 2).length;
  return { connection, clock, environment, record, refreshes, constructed, live, log, until };
}

/** A classifier by close code; others retry. */
export function verdictByCode(codes: Readonly<Record<number, CloseVerdict>>) {
  return (facts: CloseFacts): CloseVerdict => codes[facts.code] ?? 'retry';
}
