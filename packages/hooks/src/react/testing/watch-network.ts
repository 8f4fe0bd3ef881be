import type { Runtime } from '../../connection/runtime.ts';

/** What a page does to the network, seen from the page: the browser's own WebSocket and fetch, counted. */
export interface NetworkWatch {
  readonly runtime: Pick<Runtime, 'WebSocket' | 'fetch'>;
  /** Sockets made and requests begun. */
  dials(): number;
  /** Sockets that were given up before they were open. */
  aborted(): number;
  /** Sockets that are connecting, open or closing. */
  alive(): number;
  /** The addresses that were dialed, in order. */
  urls(): readonly string[];
}

export function watchNetwork(): NetworkWatch {
  const sockets: WebSocket[] = [];
  const urls: string[] = [];
  let aborted = 0;

  class WatchedSocket extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
      urls.push(url);
    }

    override close(code?: number, reason?: string): void {
      if (this.readyState === WebSocket.CONNECTING) {
        aborted += 1;
      }
      super.close(code, reason);
    }
  }

  return {
    runtime: {
      WebSocket: WatchedSocket,
      fetch(input, init) {
        urls.push(input instanceof Request ? input.url : input.toString());
        return fetch(input, init);
      },
    },
    dials: () => urls.length,
    aborted: () => aborted,
    alive: () => sockets.filter(({ readyState }) => readyState !== WebSocket.CLOSED).length,
    urls: () => urls,
  };
}
