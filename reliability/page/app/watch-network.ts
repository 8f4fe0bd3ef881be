/** Everything of the network that the page has touched. */
export interface NetworkWatch {
  sockets(): { readonly made: number; readonly open: number; readonly connecting: number };
  requests(): number;
  /** The most that any socket held unsent after a send, in bytes. */
  mostBuffered(): number;
}

/** Counts the sockets and requests of a page from here on; what they do stays the platform's own. */
export function watchNetwork(): NetworkWatch {
  const made: WebSocket[] = [];
  let requests = 0;
  let mostBuffered = 0;
  const Native = globalThis.WebSocket;
  const nativeFetch = globalThis.fetch;

  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      made.push(this);
    }

    override send(data: string): void {
      super.send(data);
      mostBuffered = Math.max(mostBuffered, this.bufferedAmount);
    }
  };
  globalThis.fetch = (input, init) => {
    requests += 1;
    return nativeFetch(input, init);
  };

  const inState = (state: number): number =>
    made.filter((socket) => socket.readyState === state).length;

  return {
    sockets: () => ({
      made: made.length,
      open: inState(Native.OPEN),
      connecting: inState(Native.CONNECTING),
    }),
    requests: () => requests,
    mostBuffered: () => mostBuffered,
  };
}
