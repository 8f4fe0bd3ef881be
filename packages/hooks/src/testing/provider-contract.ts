import type { Simulator } from '@parley/simulators';
import { describe, onTestFinished } from 'vitest';

import type { Source } from '../connection/credential.ts';
import type { Provider } from '../providers/provider.ts';
import { describeStreaming, describeTurns } from './contract-answers.ts';
import { describeConnecting } from './contract-connecting.ts';
import { describeDelivering } from './contract-delivering.ts';
import { describeOnSocket } from './contract-on-socket.ts';
import { describeOverHttp } from './contract-over-http.ts';
import { describeSessions } from './contract-sessions.ts';
import { openChat, type ChatUnderTest, type OpenedChat, SECRET } from './open-chat.ts';

/** What a provider under contract is, as far as its behaviour depends on it. */
export interface ContractSubject {
  readonly name: string;
  /** A server that answers at once and knows {@link SECRET}. `slowly` leaves time to interrupt an answer. */
  readonly start: (how?: { readonly slowly?: boolean }) => Promise<Simulator>;
  /** A provider that can be reset. */
  readonly provider: (
    simulator: Simulator,
    options: { readonly apiKey: Source<string> },
  ) => Provider;
  /** The text in something that a client sent. */
  readonly textOf: (frame: unknown) => unknown;
  /** Asks for an answer that takes its time. */
  readonly slow: string;
}

/** A subject and the way to a chat with it. */
export interface ContractBench extends ContractSubject {
  readonly isSocket: boolean;
  readonly streams: boolean;
  readonly takesTurns: boolean;
  /** Starts a server, which is closed when the test ends. */
  readonly serve: ContractSubject['start'];
  readonly open: (
    simulator: Simulator,
    options?: ChatUnderTest & { readonly apiKey?: Source<string> | undefined },
  ) => OpenedChat;
  /** The texts that have arrived, in order. */
  readonly arrived: (simulator: Simulator) => readonly unknown[];
}

/** Holds a provider to what every one of them does, over a real server. */
export function providerContract(subject: ContractSubject): void {
  const { provider, start, textOf } = subject;
  const sample = provider({ url: 'ws://localhost', restUrl: 'http://localhost' } as Simulator, {
    apiKey: SECRET,
  });
  const bench: ContractBench = {
    ...subject,
    isSocket: sample.transport.kind === 'socket',
    streams: sample.capabilities.streams,
    takesTurns: !sample.capabilities.parallelTurns,
    async serve(how) {
      const simulator = await start(how);
      onTestFinished(() => simulator.close());
      return simulator;
    },
    open: (simulator, { apiKey = SECRET, ...options } = {}) =>
      openChat(provider(simulator, { apiKey }), options),
    arrived: ({ received }) =>
      received.map(({ frame }) => textOf(frame)).filter((text) => text !== undefined),
  };
  describe(`${subject.name}`, () => {
    describeDelivering(bench);
    describeConnecting(bench);
    describeSessions(bench);
    if (bench.isSocket) {
      describeOnSocket(bench);
    } else {
      describeOverHttp(bench);
    }
    if (bench.streams) {
      describeStreaming(bench);
    }
    if (bench.takesTurns) {
      describeTurns(bench);
    }
  });
}
