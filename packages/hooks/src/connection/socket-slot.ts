import type { CloseFacts, HttpTarget, RawFrame, SocketTarget } from './connection.ts';
import type { SocketClose } from './machine-event.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { Runtime, WebSocketConstructor, WebSocketLike } from './runtime.ts';
import type { TransportOptions } from './transport.ts';

/** Nothing is written while more than this is unsent, until less than the lower mark is. */
const HIGH_WATER_BYTES = 262_144;
const LOW_WATER_BYTES = 65_536;
/** No event tells when it has drained. */
const DRAIN_POLL_MS = 100;

interface SlotOptions extends Pick<TransportOptions, 'pacer' | 'heartbeat'> {
  readonly runtime: Pick<Runtime, 'WebSocket' | 'clock'>;
}

export interface SlotHandlers {
  readonly onOpen: () => void;
  readonly onFrame: (frame: RawFrame) => void;
  readonly onPong: () => void;
  readonly onClose: (close: SocketClose) => void;
}

/** One socket and what is counted on it. After `drop` it cannot speak any more. */
export interface SocketSlot {
  /** Up to this moment, each time it is looked at. */
  readonly counts: { readonly written: number; readonly received: number };
  /** Milliseconds until the pace and what is still unsent allow the next frame, or the next heartbeat. */
  waitMs(isBeat?: boolean): number;
  /** False, and nothing sent, unless the socket is open. Counts for the pace. */
  send(text: string): boolean;
  /** A protocol ping where the socket has one (Node's `ws`). Counts for the pace. */
  readonly ping: (() => boolean) | undefined;
  /** Detaches and closes, whatever the state. For a suspected one Node does not wait for the other side. */
  drop(suspected: boolean): void;
}

interface NodeSocket {
  ping(): void;
  terminate(): void;
  on(event: 'pong', listener: () => void): unknown;
  on(
    event: 'unexpected-response',
    listener: (
      request: unknown,
      refusal: { statusCode?: number; headers: { 'retry-after'?: string } },
    ) => void,
  ): unknown;
}

const OPEN = 1;

function isNodeSocket(socket: WebSocketLike): socket is WebSocketLike & NodeSocket {
  return 'ping' in socket;
}

function toFrame(data: unknown): RawFrame {
  return typeof data === 'string'
    ? { kind: 'text', text: data }
    : { kind: 'binary', bytes: data instanceof ArrayBuffer ? data.byteLength : 0 };
}

function construct(
  Socket: WebSocketConstructor | undefined,
  target: SocketTarget | HttpTarget,
): WebSocketLike {
  try {
    if (Socket && target.kind === 'socket') {
      const { url, protocols, headers } = target;
      // Browsers take two arguments and ignore the third.
      return new Socket(url, protocols && [...protocols], { headers: { ...headers } });
    }
  } catch {
    // Not the constructor's own error: it quotes the address, and the address may hold a key.
  }
  throw new Error('No socket can be opened to this address.');
}

/** Opens a socket. Throws, without a secret in the message, when there cannot be one. */
export function openSlot(
  options: SlotOptions,
  target: SocketTarget | HttpTarget,
  handlers: SlotHandlers,
): SocketSlot {
  const { runtime, pacer } = options;
  const socket = construct(runtime.WebSocket, target);
  const node = isNodeSocket(socket) ? socket : undefined;
  const counts = { written: 0, received: 0 };
  let attached = true;
  let isFull = false;
  let http: CloseFacts['http'];

  // Binary frames are only counted: a Blob would have to be read first.
  socket.binaryType = 'arraybuffer';
  // Every handler asks whether it is still attached: Node's `ws` delivers what it had buffered after close().
  socket.onopen = () => attached && handlers.onOpen();
  socket.onmessage = ({ data }: { readonly data: unknown }) => {
    if (attached) {
      counts.received += 1;
      handlers.onFrame(toFrame(data));
    }
  };
  // Not every platform's close event has both.
  socket.onclose = ({ code = 1006, reason = '' }: Partial<SocketClose>) => {
    if (attached) {
      attached = false;
      handlers.onClose({ code, reason, http });
    }
  };
  // An error says nothing that the close after it does not say, and a lost connection has no error at all. But
  // Node's `ws` throws an error event that nobody listens to, and aborting a handshake makes one.
  socket.onerror = () => {};
  node?.on('pong', () => attached && handlers.onPong());
  node?.on('unexpected-response', (_request, { statusCode = 0, headers }) => {
    const retryAfterMs = parseRetryAfter(headers['retry-after'], runtime.clock.now());
    http = { status: statusCode, body: undefined, retryAfterMs };
    // Whoever listens to this has to end the handshake; the close event follows.
    node.terminate();
  });

  function whenOpen(run: () => void): boolean {
    // Otherwise send() throws (connecting) or discards in silence (closing).
    if (!attached || socket.readyState !== OPEN) {
      return false;
    }
    try {
      run();
    } catch {
      return false;
    }
    pacer?.take();
    return true;
  }

  return {
    counts,
    waitMs(isBeat = false) {
      isFull = socket.bufferedAmount > (isFull ? LOW_WATER_BYTES : HIGH_WATER_BYTES);
      return Math.max(pacer?.waitMs(options.heartbeat && isBeat) ?? 0, isFull ? DRAIN_POLL_MS : 0);
    },
    send(text) {
      const sent = whenOpen(() => socket.send(text));
      counts.written += sent ? 1 : 0;
      return sent;
    },
    ping: node && (() => whenOpen(() => node.ping())),
    drop(suspected) {
      attached = false;
      try {
        socket.close(1000);
        if (suspected) {
          node?.terminate();
        }
      } catch {
        // It was closed, or never opened: nothing is left to do.
      }
    },
  };
}
