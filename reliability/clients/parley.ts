import {
  aui,
  type Chat,
  type ChatError,
  type CommonOptions,
  createChat,
  lexicon,
  messageText,
  nlx,
  type Provider,
  type Source,
} from '@parley/hooks/vanilla';
import { WebSocket } from 'ws';

import { createPatientClock } from '../patient-clock.ts';
import { IDENTITY, type ProviderName } from '../platforms.ts';
import type { ClientSetup, ClientUnderTest } from './client.ts';

/** Parley under test, with what only it can tell. */
export interface ParleyClient extends ClientUnderTest {
  readonly name: 'parley';
  readonly chat: Chat;
  readonly errors: readonly ChatError[];
  readonly oddities: readonly string[];
  /** The situations of the connection, in order. */
  readonly statuses: readonly string[];
  /** When sockets were made and requests begun, and when frames were written: milliseconds of its clock. */
  readonly dials: readonly number[];
  readonly writes: readonly number[];
  /** Those of the writes that were pings. */
  readonly pings: readonly number[];
  /** Milliseconds of its own clock. */
  now(): number;
  /** Timers that are set. */
  timers(): number;
  /** Sockets that it holds: connecting, or open and not given up. */
  sockets(): number;
  /** What was written and has not left its sockets. */
  unsentBytes(): number;
  /** The most that it ever held at once. */
  mostSockets(): number;
  retry(text: string): void;
}

export interface ParleySetup extends ClientSetup {
  readonly options?: CommonOptions | undefined;
  /** @default the key that the platform knows */
  readonly apiKey?: Source<string> | undefined;
  /** Gives the provider the REST address, for its history. @default false */
  readonly history?: boolean | undefined;
  /** Changes the provider, as an application may. */
  readonly adapt?: ((provider: Provider) => Provider) | undefined;
}

const PROVIDERS: { readonly [Name in ProviderName]: (setup: ParleySetup) => Provider } = {
  'nlx-socket': ({ socketUrl, apiKey = IDENTITY.apiKey }) => {
    const { deploymentKey, channelKey } = IDENTITY;
    return nlx({ deploymentKey, channelKey, transport: 'websocket', url: socketUrl, apiKey });
  },
  'nlx-http': ({ restUrl, apiKey = IDENTITY.apiKey }) => {
    const { deploymentKey, channelKey } = IDENTITY;
    return nlx({ deploymentKey, channelKey, transport: 'http', url: restUrl, apiKey });
  },
  lexicon: ({ socketUrl, restUrl, history, apiKey = IDENTITY.apiKey }) => {
    const { userId, chatId } = IDENTITY;
    return lexicon({
      userId,
      chatId,
      apiKey,
      url: socketUrl,
      restUrl: history ? restUrl : undefined,
    });
  },
  aui: ({ socketUrl, restUrl, history, apiKey = IDENTITY.apiKey }) =>
    aui({
      taskId: IDENTITY.taskId,
      apiKey,
      url: socketUrl,
      restUrl: history ? restUrl : undefined,
    }),
};

/** The provider that a client of this setup speaks through. */
export function providerOf(setup: ParleySetup): Provider {
  const provider = PROVIDERS[setup.provider](setup);
  return setup.adapt?.(provider) ?? provider;
}

const OPEN = 1;

/** Makes Parley's own client: the chat as an application makes it, on a clock that runs `speed` times as fast. */
export function createClient(setup: ParleySetup): ParleyClient {
  const { options = {}, speed } = setup;
  const clock = createPatientClock(speed);
  const composed: { readonly text: string; readonly id: string | undefined }[] = [];
  const errors: ChatError[] = [];
  const oddities: string[] = [];
  const statuses: string[] = [];
  const dials: number[] = [];
  const writes: number[] = [];
  const pings: number[] = [];
  const made: WebSocket[] = [];
  let most = 0;

  const held = (): number => made.filter(({ readyState }) => readyState <= OPEN).length;

  class WatchedSocket extends WebSocket {
    constructor(...rest: ConstructorParameters<typeof WebSocket>) {
      super(...rest);
      dials.push(clock.now());
      made.push(this);
      most = Math.max(most, held());
    }

    override send(data: string): void {
      writes.push(clock.now());
      super.send(data);
    }

    override ping(): void {
      writes.push(clock.now());
      pings.push(clock.now());
      super.ping();
    }
  }

  const chat = createChat({
    autoConnect: true,
    ...options,
    provider: providerOf(setup),
    onError(error) {
      errors.push(error);
      options.onError?.(error);
    },
    onProtocolEvent(event) {
      oddities.push(event.reason);
      options.onProtocolEvent?.(event);
    },
    onConnectionChange(connection) {
      statuses.push(connection.status);
      options.onConnectionChange?.(connection);
    },
    runtime: {
      clock,
      WebSocket: WatchedSocket,
      fetch(input, init) {
        dials.push(clock.now());
        writes.push(clock.now());
        return fetch(input, init);
      },
      ...options.runtime,
    },
  });

  return {
    name: 'parley',
    chat,
    errors,
    oddities,
    statuses,
    dials,
    writes,
    pings,
    now: clock.now,
    timers: clock.pending,
    sockets: held,
    unsentBytes: () => made.reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0),
    mostSockets: () => most,
    send(text) {
      const result = chat.sendMessage(text);
      composed.push({ text, id: result.ok ? result.id : undefined });
    },
    retry(text) {
      const id = composed.find((each) => each.text === text)?.id;
      if (id === undefined) throw new Error(`"${text}" was never taken`);
      chat.retry(id);
    },
    said() {
      const { messages } = chat.store.getState();
      const deliveries = new Map(messages.map(({ id, delivery }) => [id, delivery]));
      return composed.map(({ text, id }) => ({
        text,
        outcome: id === undefined ? 'refused' : (deliveries.get(id) ?? 'unknown'),
      }));
    },
    shown: () =>
      chat.store
        .getState()
        .messages.filter(({ role }) => role !== 'user')
        .map(messageText)
        .filter((text) => text !== ''),
    isReady: () => chat.store.getState().connection.status === 'ready',
    status: () => chat.store.getState().connection.status,
    async close() {
      chat.disconnect();
      // What the last calls owe is told in a task of its own.
      await new Promise((resolve) => setImmediate(resolve));
      clock.stop();
    },
  };
}
