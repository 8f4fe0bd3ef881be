import type { Environment, EnvironmentEvent, WebSocketConstructor } from '@parley/hooks';

import { pageEnvironment } from './page-environment.ts';
import { SwitchedSocket } from './switched-socket.ts';

/** The two ways out of a page. */
export interface Doors {
  readonly WebSocket: WebSocketConstructor;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * The page's network with a switch in it. It stands between the chat and whatever answers it, so a lost
 * network can be shown with a simulator and with the real service alike.
 */
export interface Network {
  /** What the chat is told of the network: the browser's own events, and the switch's. */
  readonly environment: Environment;
  isOffline(): boolean;
  /** Pulls the plug, or puts it back. Everything open is lost, and nothing new is reached meanwhile. */
  setOffline(isOffline: boolean): void;
  /** Loses every open socket, without a goodbye. Returns how many. */
  drop(): number;
  /** The same doors, with the switch in front of them. */
  guard(doors: Doors): Doors;
  subscribe(listener: () => void): () => void;
}

/** Makes a network around the browser's own, as `outside` reports it. */
export function createNetwork(outside: Environment = pageEnvironment()): Network {
  const sockets = new Set<SwitchedSocket>();
  const listeners = new Set<(event: EnvironmentEvent) => void>();
  let isOffline = false;
  let cable = new AbortController();

  function drop(): number {
    const open = [...sockets];
    for (const socket of open) {
      socket.lose();
    }
    return open.length;
  }

  const environment = switchEnvironment(outside, () => isOffline, listeners);

  return {
    environment,
    isOffline: () => isOffline,
    setOffline(next) {
      if (next === isOffline) {
        return;
      }
      isOffline = next;
      if (next) {
        cable.abort(new TypeError('The network is switched off.'));
        drop();
      } else {
        cable = new AbortController();
      }
      for (const listener of [...listeners]) {
        listener(next ? 'offline' : 'online');
      }
    },
    drop,
    guard: ({ WebSocket: Socket, fetch: send }) => ({
      WebSocket: class extends SwitchedSocket {
        constructor(url: string, protocols?: string | string[]) {
          super(isOffline ? undefined : new Socket(url, protocols), sockets);
        }
      },
      fetch: async (input, init) => {
        // A simulator inside the page would still hear of a request that is over before it begins.
        cable.signal.throwIfAborted();
        const signal = init?.signal;
        return send(input, {
          ...init,
          signal: signal ? AbortSignal.any([signal, cable.signal]) : cable.signal,
        });
      },
    }),
    subscribe: environment.subscribe,
  };
}

/** What the page tells, with the switch's word on top. */
function switchEnvironment(
  outside: Environment,
  isOffline: () => boolean,
  listeners: Set<(event: EnvironmentEvent) => void>,
): Environment {
  return {
    isOnline: () => !isOffline() && outside.isOnline(),
    isVisible: () => outside.isVisible(),
    get requestPaint() {
      return outside.requestPaint;
    },
    subscribe(listener) {
      const forget = outside.subscribe(listener);
      listeners.add(listener);
      return () => {
        forget();
        listeners.delete(listener);
      };
    },
  };
}
