import { wait } from './clock.ts';
import { CONTROL_PATH, control, type Controlled } from './control.ts';
import { NO_FAULTS, type Faults } from './faults.ts';
import { corsHeaders, json, withFaultyBody } from './http-answer.ts';
import { HubSocket, type Wire } from './hub-socket.ts';
import { createLane } from './lane.ts';
import { httpEntry, socketEntry } from './ledger.ts';
import type {
  Clock,
  Drop,
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

/** Settings of a hub. */
export interface HubOptions {
  readonly clock: Clock;
  /** Numbers in [0, 1), for the faults that strike at random. */
  readonly random: () => number;
  readonly faults: Partial<Faults>;
}

/** Runs a platform without knowing what carries its bytes. */
export class Hub implements Controlled {
  readonly received: Received[] = [];
  readonly #platform: Platform;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #open = new Map<number, HubSocket>();
  #faults: Faults;
  #count = 0;

  constructor(platform: Platform, { clock, random, faults }: HubOptions) {
    this.#platform = platform;
    this.#clock = clock;
    this.#random = random;
    this.#faults = { ...NO_FAULTS, ...faults };
  }

  get connections(): number {
    return this.#sweep().size;
  }

  get faults(): Faults {
    return this.#faults;
  }

  setFaults(change: Partial<Faults>): void {
    const { hang } = this.#faults;
    this.#faults = { ...this.#faults, ...change };
    if (this.#faults.hang === hang) return;
    for (const socket of this.#sweep().values()) socket.stall(!hang);
  }

  push(frame: object | string, connection?: number): void {
    for (const socket of this.#sweep().values()) {
      if (connection === undefined || socket.number === connection) socket.push(frame);
    }
  }

  drop(how: Drop = 'terminate'): void {
    for (const socket of [...this.#sweep().values()]) socket.drop(how);
  }

  dial(request: Omit<SocketRequest, 'faults'>): Handshake {
    const { closeWith, hangHandshake, refuse } = this.#faults;
    if (refuse) return { kind: 'refuse', status: 503 };
    if (hangHandshake) return { kind: 'hang' };
    const socket = this.#makeSocket(this.#count + 1);
    const faults = (): Faults => this.#faults;
    const session = closeWith ? null : this.#platform.accept({ ...request, faults }, socket.peer);
    if (session && 'refuse' in session) return { kind: 'refuse', status: session.refuse };
    this.#count = socket.number;
    const attach = (wire: Wire): HubSocket => {
      this.#open.set(socket.number, socket);
      if (closeWith) socket.peer.close(closeWith.code, closeWith.reason);
      socket.attach(wire, session ?? undefined);
      return socket;
    };
    return { kind: 'open', attach, abandon: () => session?.closed(1006, '') };
  }

  /** `undefined` means: never answer. */
  async handle(request: Omit<HttpRequest, 'faults'>): Promise<HttpResponse | undefined> {
    const cors = corsHeaders(request.headers);
    const { body, method, url } = request;
    if (method === 'OPTIONS') return { status: 204, headers: cors };
    const response = url.pathname.startsWith(CONTROL_PATH)
      ? control(this, method, url.pathname, body)
      : await this.#answer(request);
    return response && { ...response, headers: { ...cors, ...response.headers } };
  }

  async #answer(request: Omit<HttpRequest, 'faults'>): Promise<HttpResponse | undefined> {
    const faults = (): Faults => this.#faults;
    this.received.push(httpEntry(this.#clock.now(), request.method, request.url, request.body));
    if (faults().hang) return undefined;
    if (faults().refuse) return json(503, { detail: 'Service unavailable' });
    const response = await this.#platform.handle({ ...request, faults });
    await wait(this.#clock, faults().delayMs);
    const { garbleNext, garbleRate } = faults();
    const damaged = garbleNext > 0 || this.#random() < garbleRate;
    if (garbleNext > 0) this.setFaults({ garbleNext: garbleNext - 1 });
    return withFaultyBody(response, faults, damaged);
  }

  #makeSocket(number: number): HubSocket {
    return new HubSocket({
      number,
      platform: this.#platform,
      lane: createLane(this.#clock),
      random: this.#random,
      faults: () => this.#faults,
      change: (change) => this.setFaults(change),
      record: (data) => this.received.push(socketEntry(this.#clock.now(), number, data)),
    });
  }

  #sweep(): Map<number, HubSocket> {
    for (const [number, socket] of this.#open) if (socket.ended) this.#open.delete(number);
    return this.#open;
  }
}
