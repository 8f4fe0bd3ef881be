import { WebSocket } from 'ws';

type Type = keyof WebSocket.WebSocketEventMap;
type Handler<T extends Type> = (event: WebSocket.WebSocketEventMap[T]) => void;
type Listener<T extends Type> =
  | Handler<T>
  | { handleEvent(event: WebSocket.WebSocketEventMap[T]): void };

/** Exceptions that a page's console would have shown. */
export const reported: unknown[] = [];

/** Runs a handler as a page does: what it throws is reported, and goes no further. */
export function contain(handler: () => void): void {
  try {
    handler();
  } catch (error) {
    reported.push(error);
  }
}

/**
 * The `ws` socket with a browser's manners, for libraries written for a browser: an exception in a handler is
 * reported and goes no further, nobody has to listen to errors, and nothing is delivered after `close()`.
 * Addresses that ask for TLS lead to the same port without it: the servers here are on loopback.
 */
export class BrowserSocket extends WebSocket {
  /** Every socket made, oldest first. */
  static readonly dialed: BrowserSocket[] = [];

  readonly #wrapped = new Map<Type, Map<unknown, unknown>>();

  constructor(address: string | URL, protocols?: string | string[]) {
    super(String(address).replace(/^wss:/, 'ws:'), protocols);
    this.on('error', () => undefined);
    BrowserSocket.dialed.push(this);
  }

  override addEventListener<T extends Type>(
    type: T,
    listener: Listener<T>,
    options?: WebSocket.EventListenerOptions,
  ): void {
    const call = (event: WebSocket.WebSocketEventMap[T]): void => {
      if (type === 'message' && this.readyState !== WebSocket.OPEN) return;
      contain(() => {
        if (typeof listener === 'function') listener.call(this, event);
        else listener.handleEvent(event);
      });
    };
    const ofType = this.#wrapped.get(type) ?? new Map<unknown, unknown>();
    this.#wrapped.set(type, ofType.set(listener, call));
    super.addEventListener(type, call, options);
  }

  override removeEventListener<T extends Type>(type: T, listener: Listener<T>): void {
    const wrapped = this.#wrapped.get(type)?.get(listener);
    // What is found under a listener of this type is what was made of it above.
    super.removeEventListener(type, (wrapped ?? listener) as Handler<T>);
  }
}

/** Gives libraries that look for a browser's global the socket above. Nothing else in the process dials by it. */
export function provideWebSocket(): void {
  Object.assign(globalThis, { WebSocket: BrowserSocket });
}
