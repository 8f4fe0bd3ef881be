import type { HttpTarget, RawFrame, SocketTarget } from './connection.ts';
import type { SocketClose } from './machine-event.ts';
import { redactUrl } from './redact.ts';
import type { WebSocketConstructor, WebSocketLike } from './runtime.ts';

/** A longer frame is not read. */
const MAX_FRAME_LENGTH = 1_048_576;

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
  bufferedAmount(): number;
  /** False, and nothing sent, unless the socket is open. */
  send(text: string): boolean;
  /** A protocol ping where the socket has one (Node's `ws`). */
  readonly ping: (() => boolean) | undefined;
  /** Detaches and closes, whatever the state. For a suspected one Node does not wait for the other side. */
  drop(suspected: boolean): void;
}

interface NodeSocket {
  ping(): void;
  terminate(): void;
  on(event: 'pong', listener: () => void): unknown;
}

const OPEN = 1;

function isNodeSocket(socket: WebSocketLike): socket is WebSocketLike & NodeSocket {
  return 'ping' in socket && 'terminate' in socket && 'on' in socket;
}

function toFrame(data: unknown): RawFrame {
  if (typeof data !== 'string') {
    return { kind: 'binary', bytes: data instanceof ArrayBuffer ? data.byteLength : 0 };
  }
  return data.length > MAX_FRAME_LENGTH
    ? { kind: 'garbage', reason: 'too-large' }
    : { kind: 'text', text: data };
}

function construct(
  Socket: WebSocketConstructor | undefined,
  target: SocketTarget | HttpTarget,
): WebSocketLike {
  if (Socket === undefined) {
    throw new Error('There is no WebSocket here: give one in `runtime`.');
  }
  const { url } = target;
  try {
    if (target.kind === 'socket') {
      const { protocols, headers } = target;
      // Browsers take two arguments and ignore the third.
      return new Socket(url, protocols && [...protocols], { headers: { ...headers } });
    }
  } catch {
    // Not the constructor's own error: it quotes the address, and the address may hold a key.
  }
  throw new Error(`No socket can be opened to ${redactUrl(url)}.`);
}

/** Opens a socket. Throws, without a secret in the message, when there cannot be one. */
export function openSlot(
  Socket: WebSocketConstructor | undefined,
  target: SocketTarget | HttpTarget,
  handlers: SlotHandlers,
): SocketSlot {
  const socket = construct(Socket, target);
  const node = isNodeSocket(socket) ? socket : undefined;
  const counts = { written: 0, received: 0 };
  let attached = true;

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
      handlers.onClose({ code, reason });
    }
  };
  // An error says nothing that the close after it does not say, and a lost connection has no error at all. But
  // Node's `ws` throws an error event that nobody listens to, and aborting a handshake makes one.
  socket.onerror = () => {};
  node?.on('pong', () => attached && handlers.onPong());

  function whenOpen(run: () => void): boolean {
    // Otherwise send() throws (connecting) or discards in silence (closing).
    if (!attached || socket.readyState !== OPEN) {
      return false;
    }
    try {
      run();
      return true;
    } catch {
      return false;
    }
  }

  return {
    counts,
    bufferedAmount: () => socket.bufferedAmount,
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
