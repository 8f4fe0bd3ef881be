import { createWebSocketClass, type SimulatedWebSocketConstructor } from './browser-socket.ts';
import { systemClock } from './clock.ts';
import type { Faults } from './faults.ts';
import { Hub } from './hub.ts';
import type { Clock, HttpResponse, Platform, Simulator } from './platform.ts';

/** A simulator inside the page: the two doors to the network, and the same switches. */
export interface BrowserSimulator extends Simulator {
  readonly WebSocket: SimulatedWebSocketConstructor;
  readonly fetch: typeof globalThis.fetch;
}

/** How a platform answers inside the page. */
export interface BrowserHostOptions {
  /** Stands in for the address; never looked up. @default 'simulator.invalid' */
  readonly host?: string | undefined;
  readonly faults?: Partial<Faults> | undefined;
  readonly clock?: Clock | undefined;
  /** Numbers in [0, 1), for the faults that strike at random. */
  readonly random?: (() => number) | undefined;
}

/** Statuses that may not carry a body: `new Response` throws if they do. */
const BODILESS = new Set([101, 204, 205, 304]);

const encoder = new TextEncoder();

function streamOf(body: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done === true) return controller.close();
        controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      } catch {
        controller.error(new TypeError('network error'));
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function toResponse({ status, headers = {}, body }: HttpResponse): Response {
  if (BODILESS.has(status) || body === undefined) return new Response(null, { status, headers });
  if (typeof body === 'string') return new Response(body, { status, headers });
  // The copy gives the bytes a plain ArrayBuffer, which is what Response takes.
  if (body instanceof Uint8Array) return new Response(new Uint8Array(body), { status, headers });
  return new Response(streamOf(body), { status, headers });
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

function createFetch(hub: Hub): typeof globalThis.fetch {
  const answer = async (request: Request): Promise<Response> => {
    const body = new Uint8Array(await request.arrayBuffer());
    const headers = Object.fromEntries(request.headers);
    const { method, url } = request;
    const response = await hub.handle({ method, url: new URL(url), headers, body });
    if (response === undefined) return new Promise<never>(() => undefined);
    return toResponse(response);
  };
  return (input, init) => {
    const request = new Request(input, init);
    return Promise.race([answer(request), untilAborted(request.signal)]);
  };
}

/** Runs a platform inside the page, with no network. Every address leads to it. */
export function createBrowserHost(
  platform: Platform,
  {
    host = 'simulator.invalid',
    clock = systemClock,
    faults = {},
    random = Math.random,
  }: BrowserHostOptions = {},
): BrowserSimulator {
  const hub = new Hub(platform, { clock, faults, random });
  return {
    url: `wss://${host}${platform.socketPath ?? ''}`,
    restUrl: `https://${host}${platform.restPath ?? ''}`,
    WebSocket: createWebSocketClass(hub, clock),
    fetch: createFetch(hub),
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
    close() {
      platform.dispose?.();
      hub.setFaults({ refuse: true });
      hub.drop({ code: 1001, reason: 'going away' });
      return Promise.resolve();
    },
  };
}
