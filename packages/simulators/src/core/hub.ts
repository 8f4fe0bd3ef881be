import { CONTROL_PATH, control, type Controlled } from './control.ts';
import { NO_FAULTS, type Faults } from './faults.ts';
import { corsHeaders, json, withFaultyBody } from './http-answer.ts';
import { HubSocket, type Wire } from './hub-socket.ts';
import { createLane } from './lane.ts';
import { httpEntry, socketEntry } from './ledger.ts';
import type {
  Clock,
  HttpRequest,
  HttpResponse,
  Platform,
  Received,
  SocketRequest,
} from './platform.ts';

/** What becomes of a handshake. */
export type Handshake =
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'hang' }
  | {
      readonly kind: 'open';
      readonly attach: (wire: Wire) => HubSocket;
      /** The client went away before the handshake was through. */
      readonly abandon: () => void;
    };

/** The part of a running simulator that is the same on every host. */
export interface Hub extends Controlled {
  dial(request: Omit<SocketRequest, 'faults'>): Handshake;
  /** `undefined` means: never answer. */
  handle(request: Omit<HttpRequest, 'faults'>): Promise<HttpResponse | undefined>;
}

/** Settings of a hub. */
export interface HubOptions {
  readonly clock: Clock;
  /** Numbers in [0, 1), for the faults that strike at random. */
  readonly random: () => number;
  readonly faults: Partial<Faults>;
}

/** Runs a platform without knowing what carries its bytes. */
export function createHub(platform: Platform, { clock, random, faults: first }: HubOptions): Hub {
  let faults: Faults = { ...NO_FAULTS, ...first };
  let count = 0;
  const received: Received[] = [];
  const open = new Map<number, HubSocket>();
  const readFaults = (): Faults => faults;
  const setFaults = (change: Partial<Faults>): void => {
    faults = { ...faults, ...change };
  };

  const dial: Hub['dial'] = (request) => {
    if (faults.refuse) return { kind: 'refuse', status: 503 };
    if (faults.hangHandshake) return { kind: 'hang' };
    const number = count + 1;
    const socket = new HubSocket({
      number,
      platform,
      lane: createLane(clock),
      random,
      faults: readFaults,
      change: setFaults,
      record: (data) => received.push(socketEntry(clock.now(), number, data)),
    });
    const early = faults.closeWith;
    const session = early
      ? undefined
      : platform.accept({ ...request, faults: readFaults }, socket.peer);
    if (session !== undefined && 'refuse' in session)
      return { kind: 'refuse', status: session.refuse };
    count = number;
    const attach = (wire: Wire): HubSocket => {
      open.set(number, socket);
      if (early) socket.peer.close(early.code, early.reason);
      socket.attach(wire, session);
      return socket;
    };
    return { kind: 'open', attach, abandon: () => session?.closed(1006, '') };
  };

  const answer = async (
    request: Omit<HttpRequest, 'faults'>,
  ): Promise<HttpResponse | undefined> => {
    received.push(httpEntry(clock.now(), request.method, request.url, request.body));
    if (faults.hang) return undefined;
    if (faults.refuse) return json(503, { detail: 'Service unavailable' });
    const response = await platform.handle({ ...request, faults: readFaults });
    if (faults.delayMs > 0) {
      await new Promise<void>((resolve) => clock.setTimeout(resolve, faults.delayMs));
    }
    const damaged = faults.garbleNext > 0 || random() < faults.garbleRate;
    if (faults.garbleNext > 0) setFaults({ garbleNext: faults.garbleNext - 1 });
    return withFaultyBody(response, readFaults, damaged);
  };

  const hub: Hub = {
    dial,
    async handle(request) {
      const cors = corsHeaders(request.headers);
      if (request.method === 'OPTIONS') return { status: 204, headers: cors };
      const response = request.url.pathname.startsWith(CONTROL_PATH)
        ? control(hub, request.method, request.url.pathname, request.body)
        : await answer(request);
      return response && { ...response, headers: { ...cors, ...response.headers } };
    },
    received,
    get connections() {
      return sweep().size;
    },
    get faults() {
      return faults;
    },
    setFaults,
    push(frame, connection) {
      for (const socket of sweep().values()) {
        if (connection === undefined || socket.number === connection) socket.push(frame);
      }
    },
    drop(how = 'terminate') {
      for (const socket of [...sweep().values()]) socket.drop(how);
    },
  };
  const sweep = (): Map<number, HubSocket> => {
    for (const [number, socket] of open) if (socket.ended) open.delete(number);
    return open;
  };
  return hub;
}
