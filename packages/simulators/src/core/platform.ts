import type { Faults } from './faults.ts';

/** Time as the simulators see it; tests and slow-motion demos inject their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** Live settings of the host that carries the request, read at the moment of the call. */
export type ReadFaults = () => Faults;

/** A WebSocket handshake. */
export interface SocketRequest {
  /** The address the client dialed, with its query; `ws:` or `wss:`. */
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly faults: ReadFaults;
}

/** The client's end of an accepted socket, as the platform may use it. */
export interface SocketPeer {
  /** Sends one text frame; objects are JSON-encoded. */
  send(frame: object | string): void;
  close(code?: number, reason?: string): void;
  /** Ends the connection without a close frame, as a dead network does. */
  terminate(): void;
}

/** One accepted socket, as the host drives it. */
export interface SocketSession {
  receive(data: string | Uint8Array): void;
  /** Called once, whoever closed. Nothing may be sent afterwards. */
  closed(code: number, reason: string): void;
  /** Sends a frame that a test or a person asked for, outside the conversation. */
  push(frame: object | string): void;
}

/** The answer to a handshake that the platform does not take: an HTTP status. */
export interface SocketRefusal {
  readonly refuse: number;
}

/** One whole HTTP request. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly faults: ReadFaults;
}

/** One HTTP answer. An iterable body is sent piece by piece; if it throws, the connection is cut. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array> | undefined;
}

/** A simulated service: everything it says, and nothing about how the bytes travel. */
export interface Platform {
  /** Path of the WebSocket endpoint, added to the host's address to make `url`. */
  readonly socketPath?: string | undefined;
  /** Path under which the REST calls live, added to the host's address to make `restUrl`. */
  readonly restPath?: string | undefined;
  accept(request: SocketRequest, peer: SocketPeer): SocketSession | SocketRefusal;
  handle(request: HttpRequest): Promise<HttpResponse> | HttpResponse;
  /** Tells the host which server frames are acknowledgements, so that it can lose them on demand. */
  isAcknowledgement?(frame: object | string): boolean;
  /** Stops every timer; called once, when the host closes. */
  dispose?(): void;
}

/** One thing a client sent. */
export interface Received {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Number of the socket, counted from 1; 0 for HTTP. */
  readonly connection: number;
  /** Parsed JSON where the data was JSON, otherwise the text or the bytes as they came. */
  readonly frame: unknown;
  /** Present for HTTP; the path is without its query. */
  readonly request?: { readonly method: string; readonly path: string } | undefined;
}

/** `terminate` cuts without a close frame (the client sees 1006); otherwise a proper close. */
export type Drop = 'terminate' | { readonly code: number; readonly reason?: string | undefined };

/** What every running simulator offers, wherever it runs. */
export interface Simulator {
  /** The WebSocket endpoint, without keys. */
  readonly url: string;
  /** The base of the REST calls. */
  readonly restUrl: string;
  /** Everything the clients sent, oldest first. */
  readonly received: readonly Received[];
  /** How many sockets are open now. */
  readonly connections: number;
  readonly faults: Faults;
  /** Sends a frame to one socket, or to all. */
  push(frame: object | string, connection?: number): void;
  /** Ends every open socket. @default 'terminate' */
  drop(how?: Drop): void;
  setFaults(change: Partial<Faults>): void;
  /** Ends every socket and stops listening. */
  close(): Promise<void>;
}
