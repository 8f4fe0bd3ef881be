import type { RawFrame, SocketTarget } from './connection.ts';
import type { WebSocketConstructor, WebSocketLike } from './runtime.ts';

/** A longer frame is not read. */
export const MAX_FRAME_LENGTH = 1_048_576;

export interface SlotHandlers {
  readonly onOpen: () => void;
  readonly onFrame: (frame: RawFrame) => void;
  readonly onPong: () => void;
  readonly onClose: (close: { readonly code: number; readonly reason: string }) => void;
}

/** One socket and what is counted on it. After `drop` it cannot speak any more. */
export interface SocketSlot {
  counts(): { readonly written: number; readonly received: number };
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
  return (
    'ping' in socket &&
    typeof socket.ping === 'function' &&
    'terminate' in socket &&
    typeof socket.terminate === 'function' &&
    'on' in socket &&
    typeof socket.on === 'function'
  );
}

function ignore(): void {
  // Not null: Node's `ws` throws an error event that nobody listens to, and aborting a handshake makes one.
}

function toFrame(data: unknown): RawFrame {
  if (typeof data === 'string') {
    return data.length > MAX_FRAME_LENGTH
      ? { kind: 'garbage', reason: 'too-large' }
      : { kind: 'text', text: data };
  }
  return { kind: 'binary', bytes: data instanceof ArrayBuffer ? data.byteLength : 0 };
}

function construct(Socket: WebSocketConstructor, target: SocketTarget): WebSocketLike {
  const { url, headers } = target;
  const protocols = target.protocols === undefined ? undefined : [...target.protocols];
  return headers === undefined
    ? new Socket(url, protocols)
    : new Socket(url, protocols, { headers: { ...headers } });
}

/** Opens a socket. Throws what the constructor throws, which may quote the address. */
export function openSlot(
  Socket: WebSocketConstructor,
  target: SocketTarget,
  handlers: SlotHandlers,
): SocketSlot {
  const socket = construct(Socket, target);
  const node = isNodeSocket(socket) ? socket : undefined;
  let attached = true;
  let written = 0;
  let received = 0;

  function detach(): void {
    attached = false;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.onerror = ignore;
  }

  // Binary frames are only counted: a Blob would have to be read first.
  socket.binaryType = 'arraybuffer';
  // Every handler asks whether it is still attached: Node's `ws` delivers what it had buffered after close().
  socket.onopen = () => attached && handlers.onOpen();
  socket.onmessage = (event: { readonly data: unknown }) => {
    if (attached) {
      received += 1;
      handlers.onFrame(toFrame(event.data));
    }
  };
  socket.onclose = (event: { readonly code?: unknown; readonly reason?: unknown }) => {
    if (attached) {
      detach();
      handlers.onClose({
        code: typeof event.code === 'number' ? event.code : 1006,
        reason: typeof event.reason === 'string' ? event.reason : '',
      });
    }
  };
  // An error says nothing that the close after it does not say, and a lost connection has no error at all.
  socket.onerror = ignore;
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
    counts: () => ({ written, received }),
    bufferedAmount: () => socket.bufferedAmount,
    send(text) {
      const sent = whenOpen(() => socket.send(text));
      written += sent ? 1 : 0;
      return sent;
    },
    ping: node === undefined ? undefined : () => whenOpen(() => node.ping()),
    drop(suspected) {
      detach();
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
