/**
 * What every connection looks like from outside: bytes in, bytes out, and one of six situations.
 * Two kinds exist: a socket that stays (`socket-connection.ts`) and an HTTP exchange per write
 * (`http-connection.ts`).
 */

/** Where a socket goes. Holds secrets: never logged, never stored. */
export interface SocketTarget {
  readonly kind: 'socket';
  readonly url: string;
  readonly protocols?: readonly string[] | undefined;
  /** Only reaches the server through an injected constructor: browsers cannot send headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Where HTTP exchanges go. Holds secrets: never logged, never stored. */
export interface HttpTarget {
  readonly kind: 'http';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is known when a socket closes or an exchange fails. */
export interface CloseFacts {
  /** The WebSocket close code as observed; 0 where nobody sent one. Never invented: see `origin`. */
  readonly code: number;
  readonly reason: string;
  readonly origin: 'server' | 'local';
  /** `before-open`: the handshake failed; `before-ready`: open, not yet usable; `timeout`: our own deadline. */
  readonly observed: 'before-open' | 'before-ready' | 'ready' | 'timeout';
  /** Dials in a row that failed before open, this one included. */
  readonly failuresBeforeOpen: number;
  /** Frames written on this socket, message heartbeats included. */
  readonly written: number;
  /** Frames received on this socket. */
  readonly received: number;
  /**
   * Closes with this code in a row, this one included: counts on while each fresh socket ends with it before
   * it was stable. 0 for a close of our own.
   */
  readonly repeats: number;
  /**
   * An HTTP answer other than 2xx; to a WebSocket handshake where the platform tells (Node's `ws`; browsers do
   * not), without its body. `body` is parsed JSON or text, at most 64 KiB.
   */
  readonly http?:
    | {
        readonly status: number;
        readonly body: unknown;
        readonly retryAfterMs?: number | undefined;
      }
    | undefined;
}

/**
 * What a close means. `auth` may ask once for fresh credentials and dial again; `stop` never dials by
 * itself; `poison` fails the message that was in flight and dials again. The server's end of a session in peace
 * (1000) lets the connection rest in `idle`, with `retry` as with `stop`: to dial again by itself takes a time.
 */
export type CloseVerdict = 'retry' | 'auth' | 'stop' | 'poison' | { readonly retryAfterMs: number };

/** Why a connection is not there, in the connection's own words; the session translates it. */
export interface ConnectionFailure {
  readonly kind: 'auth' | 'stop' | 'network' | 'timeout' | 'target';
  readonly facts?: CloseFacts | undefined;
  /** What a target or credential function threw, or what the owner gave to `fail`. */
  readonly cause?: unknown;
}

/** The machine's situations. `retryAtMs` is on the runtime clock (`now()`). */
export type ConnectionStatus =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly attempt: number }
  | { readonly status: 'ready' }
  | {
      readonly status: 'reconnecting';
      readonly attempt: number;
      readonly retryAtMs: number;
      readonly reason: ConnectionFailure;
    }
  | { readonly status: 'failed'; readonly reason: ConnectionFailure }
  | { readonly status: 'closed' };

/** How long things may take, in milliseconds. */
export interface ConnectionTiming {
  /** From dial to open. Default 10,000. */
  readonly connectMs: number;
  /** When an open socket is ready: at once, or when told; and what happens if nobody tells. */
  readonly ready:
    | { readonly on: 'open' }
    | { readonly on: 'event'; readonly withinMs: number; readonly otherwise: 'close' | 'ready' };
  /** A socket that has been ready this long resets the retry count. Default 10,000. */
  readonly stableMs: number;
  /** A first frame is as good as `stableMs` (AUI: nothing else proves a session). Default false. */
  readonly stableOnFrame?: boolean | undefined;
}

/** A frame as it came: text or bytes from a socket, a parsed value from an HTTP body. */
export type RawFrame =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: number }
  | { readonly kind: 'value'; readonly value: unknown }
  /** A piece of an HTTP body that could not be read; the rest goes on. */
  | { readonly kind: 'garbage'; readonly reason: string };

/** How one write ended. A socket's writes end at once; an exchange ends with its response. */
export type WriteOutcome =
  /** The other side answered in full. */
  | { readonly status: 'answered' }
  /** The body broke off after a good start. */
  | { readonly status: 'cut'; readonly facts: CloseFacts }
  /** Nothing came back: nobody knows whether it arrived. */
  | { readonly status: 'unknown'; readonly facts: CloseFacts }
  /** An answer other than 2xx, with what the classifier made of it. */
  | {
      readonly status: 'refused';
      readonly facts: CloseFacts;
      /** A time to wait is bounded by then, and drawn a little longer than what was asked for. */
      readonly verdict: CloseVerdict;
      /** What the target function threw. Then `facts.written` is 0: nothing was sent. */
      readonly cause?: unknown;
    }
  | { readonly status: 'aborted' };

/** What a connection tells its owner. Calls never nest: each comes from its own task or settled call. */
export interface ConnectionHandlers {
  readonly onStatus: (status: ConnectionStatus) => void;
  readonly onFrame: (frame: RawFrame) => void;
  /** A socket closed (or an attempt failed) and this was made of it. Comes before `onStatus`. */
  readonly onClose: (facts: CloseFacts, verdict: CloseVerdict) => void;
  /** HTTP only: the response to this write has begun (2xx headers are here). */
  readonly onAnswerStart: (writeId: string) => void;
  /** HTTP only: the exchange is over. */
  readonly onWriteEnd: (writeId: string, outcome: WriteOutcome) => void;
  /** `withinMs` passed without a word on an open socket, and `otherwise` is `ready`. */
  readonly onReadyAssumed: () => void;
}

/** What may be written: JSON text, and for HTTP where and how. */
export interface WireMessage {
  readonly body: string;
  /** HTTP only: appended to the target's path. */
  readonly path?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface Connection {
  /** The current situation; the same object until it changes. */
  status(): ConnectionStatus;
  /**
   * Dials unless it is connecting or ready already. Leaves `failed` and `closed`; after refused credentials it asks for
   * fresh ones first. Waits first (`reconnecting`) when the server ended several sockets in a row with 1000 before they
   * were stable.
   */
  connect(): void;
  /** Cuts a wait short, or replaces a live socket: dials now with a fresh target. No-op when `closed`. */
  redial(): void;
  /** Own close: code 1000, absorbing until `connect()`. Aborts exchanges. */
  close(): void;
  /** Everything undone: no timer, no listener, no socket, no callback afterwards. */
  dispose(): void;
  /** Says that the session is usable (a provider's `session-ready`). */
  markReady(): void;
  /**
   * Ends the attempt for a reason that the owner knows, and that comes back as the `cause` of the failure: `auth` may
   * refresh credentials once, `stop` not.
   */
  fail(verdict: 'auth' | 'stop', cause?: unknown): void;
  /** An error came that no message explains: whether it was about a heartbeat. Then there are no more. */
  hush(): boolean;
  /** The socket is suspected dead: drop it without waiting for its close event and dial again. */
  suspect(): void;
  /** While `ready`: milliseconds until the next frame may go (the pace, and what is still unsent); 0 is now. */
  waitMs(): number;
  /**
   * Writes when `ready` and `waitMs()` is 0; false (and nothing was written) otherwise. HTTP asks for its target first,
   * and then `onLeave`, at the moment the request would leave: false keeps it.
   */
  write(id: string, message: WireMessage, onLeave?: () => boolean): boolean;
  /** HTTP: ends that exchange. Socket: nothing to do. */
  abort(id: string): void;
}
