import type { HubSocket } from './hub-socket.ts';
import type { Handshake, Hub } from './hub.ts';
import type { Clock } from './platform.ts';

type Open = Extract<Handshake, { readonly kind: 'open' }>;

/** The class that a page uses in place of its own `WebSocket`. */
export interface SimulatedWebSocketConstructor {
  new (url: string | URL, protocols?: string | string[]): WebSocket;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
}

/** What Chromium was measured to wait for the other side's close frame. */
const CLOSE_TIMEOUT_MS = 60_000;

/** The grammar of a header token, which sub-protocol names must follow. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const encoder = new TextEncoder();

/** `CloseEvent` is missing from Node 20, where the same class is tested. */
class SimulatedCloseEvent extends Event {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;

  constructor(code: number, reason: string, wasClean: boolean) {
    super('close');
    this.code = code;
    this.reason = reason;
    this.wasClean = wasClean;
  }
}

function parseUrl(input: string | URL): URL {
  const text = String(input);
  if (!URL.canParse(text)) throw new DOMException(`The URL '${text}' is invalid.`, 'SyntaxError');
  const url = new URL(text);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    throw new DOMException(`The scheme '${url.protocol}' is not allowed.`, 'SyntaxError');
  }
  if (url.hash !== '') throw new DOMException('The URL contains a fragment.', 'SyntaxError');
  return url;
}

function parseProtocols(input: string | string[] | undefined): readonly string[] {
  const protocols = (Array.isArray(input) ? input : input === undefined ? [] : [input]).map(String);
  const valid = protocols.every((name) => TOKEN.test(name));
  if (!valid || new Set(protocols).size < protocols.length) {
    throw new DOMException(`The subprotocol '${protocols.join(', ')}' is invalid.`, 'SyntaxError');
  }
  return protocols;
}

function checkClose(code: number | undefined, reason: string): void {
  if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
    throw new DOMException(
      `The close code must be 1000 or 3000 to 4999, not ${code}.`,
      'InvalidAccessError',
    );
  }
  if (encoder.encode(reason).length > 123) {
    throw new DOMException('The close reason is longer than 123 bytes.', 'SyntaxError');
  }
}

type Sendable = string | ArrayBufferLike | Blob | ArrayBufferView;

function sizeOf(data: Sendable): number {
  if (typeof data === 'string') return encoder.encode(data).length;
  return data instanceof Blob ? data.size : data.byteLength;
}

async function bytesOf(data: Exclude<Sendable, string>): Promise<Uint8Array> {
  if (data instanceof Blob) return new Uint8Array(await data.arrayBuffer());
  const { buffer, byteLength, byteOffset } = ArrayBuffer.isView(data)
    ? data
    : { buffer: data, byteLength: data.byteLength, byteOffset: 0 };
  // Copied, so that a buffer changed after send() does not change the frame.
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

/** A `WebSocket` that ends in a hub and holds to the browser's rules. */
class PageSocket extends EventTarget implements WebSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly url: string;
  readonly extensions = '';
  binaryType: BinaryType = 'blob';
  protocol = '';
  readyState: 0 | 1 | 2 | 3 = 0;
  bufferedAmount = 0;
  onopen: ((this: WebSocket, event: Event) => unknown) | null = null;
  onmessage: ((this: WebSocket, event: MessageEvent) => unknown) | null = null;
  onerror: ((this: WebSocket, event: Event) => unknown) | null = null;
  onclose: ((this: WebSocket, event: CloseEvent) => unknown) | null = null;
  readonly #hub: Hub;
  readonly #clock: Clock;
  #held: HubSocket | undefined;
  #timer: unknown;
  #inbound: Promise<unknown>;
  #outbound: Promise<unknown> = Promise.resolve();

  constructor(hub: Hub, clock: Clock, url: string | URL, protocols: string | string[] | undefined) {
    super();
    this.#hub = hub;
    this.#clock = clock;
    const parsed = parseUrl(url);
    const offered = parseProtocols(protocols);
    this.url = parsed.href;
    // A dial never answers in the turn that made it.
    this.#inbound = new Promise<void>((resolve) => setTimeout(resolve, 0));
    this.#next(() => this.#dial(parsed, offered));
    // Handlers set as properties run before listeners, as they do when set right after construction.
    this.addEventListener('open', (event) => this.onopen?.(event));
    // These events are dispatched below and have these shapes.
    this.addEventListener('message', (event) => this.onmessage?.(event as MessageEvent));
    this.addEventListener('error', (event) => this.onerror?.(event));
    this.addEventListener('close', (event) => this.onclose?.(event as CloseEvent));
  }

  send(data: Sendable): void {
    if (this.readyState === 0) {
      throw new DOMException('Still in CONNECTING state.', 'InvalidStateError');
    }
    if (this.readyState !== 1) {
      this.bufferedAmount += sizeOf(data);
      return;
    }
    const taken = typeof data === 'string' ? data : bytesOf(data);
    this.#outbound = this.#outbound.then(async () => this.#held?.receive(await taken));
  }

  close(code?: number, reason = ''): void {
    checkClose(code, reason);
    if (this.readyState >= 2) return;
    const connecting = this.readyState === 0;
    this.readyState = 2;
    if (connecting) return this.#next(() => this.#end(1006, '', { error: true, clean: false }));
    void this.#outbound.then(() => {
      const end = (clean: boolean): void =>
        this.#next(() =>
          this.#end(clean ? (code ?? 1005) : 1006, clean ? reason : '', { error: false, clean }),
        );
      if (!this.#hub.faults.hang) return end(true);
      this.#timer = this.#clock.setTimeout(() => end(false), CLOSE_TIMEOUT_MS);
    });
  }

  #dial(url: URL, offered: readonly string[]): void {
    if (this.readyState !== 0) return;
    const headers = { host: url.host, origin: globalThis.location?.origin ?? 'null' };
    const dialed = this.#hub.dial({ url, headers });
    if (dialed.kind === 'refuse') this.#end(1006, '', { error: true, clean: false });
    if (dialed.kind === 'open') this.#open(dialed, offered);
  }

  #open(dialed: Open, offered: readonly string[]): void {
    this.readyState = 1;
    this.protocol = offered[0] ?? '';
    this.dispatchEvent(new Event('open'));
    this.#held = dialed.attach({
      send: (data) => this.#next(() => this.#message(data)),
      close: (code, reason) =>
        this.#next(() => this.#end(code, reason, { error: false, clean: true })),
      // A page's socket has no ping to answer, and close() asks the hub itself.
      pause: () => undefined,
      terminate: () => this.#next(() => this.#end(1006, '', { error: false, clean: false })),
    });
  }

  #message(data: string): void {
    // Chromium delivers nothing once close() was called.
    if (this.readyState === 1) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  #end(
    code: number,
    reason: string,
    how: { readonly error: boolean; readonly clean: boolean },
  ): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#held?.closed(code, reason);
    if (how.error) this.dispatchEvent(new Event('error'));
    this.dispatchEvent(new SimulatedCloseEvent(code, reason, how.clean));
  }

  /** What comes from the network comes in order and never inside the caller's own turn. */
  #next(run: () => void): void {
    this.#inbound = this.#inbound.then(run);
  }
}

/** Makes a `WebSocket` class whose sockets all end in this hub. */
export function createWebSocketClass(hub: Hub, clock: Clock): SimulatedWebSocketConstructor {
  return class SimulatedWebSocket extends PageSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(hub, clock, url, protocols);
    }
  };
}
