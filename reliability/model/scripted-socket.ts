import type {
  WebSocketConstructor,
  WebSocketLike,
} from '../../packages/hooks/src/connection/runtime.ts';

type Handlers = 'onopen' | 'onmessage' | 'onclose' | 'onerror';

/** One frame as it left. */
export interface WrittenFrame {
  readonly text: string;
  /** Milliseconds of the network's clock. */
  readonly at: number;
  /** Number of the socket, from 0. */
  readonly socket: number;
}

/**
 * A socket with a browser's manners (what throws, what is discarded) whose other side is the test. It also
 * says what a browser would not say any more, after `close()` or twice: nobody may listen to that.
 */
export interface ScriptedSocket extends WebSocketLike {
  readonly url: string;
  readonly number: number;
  bufferedAmount: number;
  /** The client called `close`. */
  readonly isGivenUp: boolean;
  /** The other side accepts. */
  open(): void;
  deliver(data: unknown): void;
  /** The other side, or the network, ends it. */
  end(code: number, reason?: string): void;
  /** `error`, then 1006. */
  fail(): void;
}

export interface ScriptedNetwork {
  readonly WebSocket: WebSocketConstructor;
  readonly sockets: readonly ScriptedSocket[];
  readonly written: readonly WrittenFrame[];
  /** Sockets that the client has not given up and that did not end. */
  live(): readonly ScriptedSocket[];
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** Codes that a page may close with. */
function isAllowed(code: number | undefined): boolean {
  return code === undefined || code === 1000 || (code >= 3000 && code <= 4999);
}

/** A network that does nothing by itself. `onWrite` sees every frame at the moment it leaves. */
export function createScriptedNetwork(
  now: () => number,
  onWrite: (frame: WrittenFrame) => void = () => {},
): ScriptedNetwork {
  const sockets: Socket[] = [];
  const written: WrittenFrame[] = [];

  class Socket implements ScriptedSocket {
    readonly url: string;
    readonly number: number = sockets.length;
    readyState = CONNECTING;
    bufferedAmount = 0;
    isGivenUp = false;
    onopen: ((event: never) => void) | null = null;
    onmessage: ((event: never) => void) | null = null;
    onclose: ((event: never) => void) | null = null;
    onerror: ((event: never) => void) | null = null;

    constructor(url: string) {
      this.url = url;
      sockets.push(this);
    }

    send(text: string): void {
      if (this.readyState === CONNECTING) {
        throw new DOMException('Still in CONNECTING state.', 'InvalidStateError');
      }
      if (this.readyState !== OPEN) {
        this.bufferedAmount += text.length;
        return;
      }
      const frame = { text, at: now(), socket: this.number };
      written.push(frame);
      onWrite(frame);
    }

    close(code?: number, reason = ''): void {
      if (!isAllowed(code)) {
        throw new DOMException(`${code} is not allowed.`, 'InvalidAccessError');
      }
      if (reason.length > 123) {
        throw new DOMException('The reason is too long.', 'SyntaxError');
      }
      this.isGivenUp = true;
      this.readyState = Math.max(this.readyState, CLOSING);
    }

    open(): void {
      if (this.readyState === CONNECTING) {
        this.readyState = OPEN;
      }
      this.#call('onopen', {});
    }

    deliver(data: unknown): void {
      this.#call('onmessage', { data });
    }

    end(code: number, reason = ''): void {
      this.readyState = CLOSED;
      this.#call('onclose', { code, reason });
    }

    fail(): void {
      this.#call('onerror', {});
      this.end(1006);
    }

    #call(name: Handlers, event: object): void {
      // What a handler takes is what its event is.
      (this[name] as ((event: object) => void) | null)?.(event);
    }
  }

  return {
    WebSocket: Socket,
    sockets,
    written,
    live: () => sockets.filter((one) => !one.isGivenUp && one.readyState !== CLOSED),
  };
}
