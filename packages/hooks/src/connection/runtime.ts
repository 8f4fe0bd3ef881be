/** Time, for everything that waits. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since whenever, which no change of the date moves. Default: `now`. */
  monotonic?(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** The few things the page tells: whether it is seen, whether it is online, when it paints. */
export interface Environment {
  /** A hint only: never a reason not to dial. */
  isOnline(): boolean;
  isVisible(): boolean;
  /** Runs before the next paint; undefined where nothing paints. Returns its undo. */
  requestPaint?: ((run: () => void) => () => void) | undefined;
  subscribe(listener: (event: EnvironmentEvent) => void): () => void;
}

/**
 * What happens to a page. `leaving`: it is closed, or put aside into the back/forward cache, from which it
 * comes `restored`.
 */
export type EnvironmentEvent = 'online' | 'offline' | 'visible' | 'hidden' | 'leaving' | 'restored';

/** The part of the WebSocket interface that is used. Browsers' and `ws`'s both fit. */
export interface WebSocketLike {
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType?: string | undefined;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export type WebSocketConstructor = new (
  url: string,
  protocols?: string | string[],
  options?: { headers?: Record<string, string> },
) => WebSocketLike;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Receives what happens, already redacted: no key, no query, no message text. */
export type Logger = (
  level: LogLevel,
  event: string,
  details?: Readonly<Record<string, string | number | boolean | undefined>>,
) => void;

/** Everything of the outside world that is touched: one place to inject. */
export interface Runtime {
  /** Undefined where the platform has none and none was given. */
  readonly WebSocket: WebSocketConstructor | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** In [0, 1), for jitter only. */
  readonly random: () => number;
  /** An unguessable id (UUID). */
  readonly createId: () => string;
  readonly environment: Environment;
  readonly logger: Logger;
}
