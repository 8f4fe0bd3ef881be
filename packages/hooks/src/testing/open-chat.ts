import { inspect } from 'node:util';

import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

import type { ChatError } from '../chat/chat-error.ts';
import type { ConnectionState } from '../chat/chat-state.ts';
import type { Chat } from '../chat.ts';
import { openSession } from '../create-chat.ts';
import type { Provider } from '../providers/provider.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import type { Session } from '../session/session.ts';
import { createTrackedClock, type TrackedClock } from './tracked-clock.ts';

/** The key of every chat under test: it may show up on the wire and nowhere else. */
export const SECRET = 'canary-5ecret-key';

export interface OpenedChat {
  readonly chat: Chat;
  readonly session: Session;
  readonly clock: TrackedClock;
  /** What `onProtocolEvent` was told. */
  readonly oddities: readonly string[];
  readonly errors: readonly ChatError[];
  readonly connections: readonly ConnectionState['status'][];
  /** When frames and requests went out, in milliseconds of the chat's clock. */
  readonly writes: readonly number[];
  /** Sockets made and requests begun. */
  readonly dials: () => number;
}

export type ChatUnderTest = CommonOptions & {
  /** How many times faster than real time the chat's clock runs. Default 1. */
  readonly speed?: number | undefined;
  /** The chat's clock, where a server has the same. */
  readonly clock?: TrackedClock | undefined;
};

/**
 * Opens a chat on a real socket or real HTTP. When its test ends, it is let go of; then no timer may be left,
 * and the key may not have shown up in any state, error, event or line of the log.
 */
export function openChat(provider: Provider, options: ChatUnderTest = {}): OpenedChat {
  const { clock = createTrackedClock(options.speed) } = options;
  const oddities: string[] = [];
  const errors: ChatError[] = [];
  const connections: ConnectionState['status'][] = [];
  const writes: number[] = [];
  const leaks = new Set<string>();
  let dials = 0;

  function sweep(place: string, value: unknown): void {
    if (inspect(value, { depth: 20, maxStringLength: null }).includes(SECRET)) {
      leaks.add(place);
    }
  }

  class CountedSocket extends WebSocket {
    constructor(...rest: ConstructorParameters<typeof WebSocket>) {
      super(...rest);
      dials += 1;
    }

    override send(data: string): void {
      writes.push(clock.now());
      super.send(data);
    }
  }

  const session = openSession(provider, {
    ...options,
    onProtocolEvent(event) {
      sweep('a protocol event', event);
      oddities.push(event.reason);
      options.onProtocolEvent?.(event);
    },
    onError(error) {
      sweep('an error', error);
      errors.push(error);
      options.onError?.(error);
    },
    onConnectionChange(connection) {
      sweep('a connection state', connection);
      connections.push(connection.status);
    },
    runtime: {
      clock,
      random: () => 0,
      WebSocket: CountedSocket,
      fetch(input, init) {
        dials += 1;
        writes.push(clock.now());
        return fetch(input, init);
      },
      logger: (level, event, details) => sweep('the log', [level, event, details]),
      ...options.runtime,
    },
  });
  const unsubscribe = session.chat.store.subscribe((state) => sweep('the state', state));

  onTestFinished(() => {
    unsubscribe();
    session.release();
    expect(clock.pending(), 'timers left behind').toBe(0);
    expect([...leaks], 'places where the key showed up').toEqual([]);
  });

  return {
    chat: session.chat,
    session,
    clock,
    oddities,
    errors,
    connections,
    writes,
    dials: () => dials,
  };
}
