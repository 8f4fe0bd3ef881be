import type { Provider } from '@parley/hooks';
import { aui, lexicon, nlx } from '@parley/hooks';
import { onTestFinished } from 'vitest';
import { commands } from 'vitest/browser';

import type { SimulatedPlatform, SimulatorOptions } from '../../../../test/simulator-commands.ts';

/** Where a server listens. */
export interface Address {
  readonly url: string;
  readonly restUrl: string;
}

/** A real server on this machine, which a test may end and start again at the same address. */
export interface LiveServer extends Address {
  /** What it was told, in order: frames, and bodies of requests. */
  readonly received: () => Promise<readonly unknown[]>;
  /** How often it was told a text, whatever the frame around it. */
  readonly told: (text: string) => Promise<number>;
  /** Sockets that it holds open. */
  readonly connections: () => Promise<number>;
  readonly push: (frame: object | string) => Promise<void>;
  readonly setFaults: (faults: object) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** At the same address. What it was told before is forgotten. */
  readonly startAgain: (options?: SimulatorOptions) => Promise<void>;
}

/** Starts a simulator that listens until its test is over. */
async function startServer(
  platform: SimulatedPlatform,
  options: SimulatorOptions,
): Promise<LiveServer> {
  const first = await commands.startSimulator(platform, options);
  let id: string | undefined = first.id;
  const running = () => id ?? 'none';
  const received = async () =>
    (await commands.simulatorReceived(running())).map(({ frame }) => frame);
  const stop = async () => {
    const was = running();
    id = undefined;
    await commands.stopSimulator(was);
  };
  onTestFinished(() => (id === undefined ? undefined : stop()));
  return {
    url: first.url,
    restUrl: first.restUrl,
    received,
    told: async (text) =>
      (await received()).filter((frame) => JSON.stringify(frame)?.includes(text)).length,
    connections: () => commands.simulatorConnections(running()),
    push: (frame) => commands.simulatorPush(running(), frame),
    setFaults: (faults) => commands.simulatorFaults(running(), faults),
    stop,
    startAgain: async (changed) => {
      const port = Number(new URL(first.url).port);
      ({ id } = await commands.startSimulator(platform, { ...options, ...changed, port }));
    },
  };
}

/** The key that every server of {@link LIVE_PLATFORMS} takes, and no other. */
export const KEY = 'the-key';

/** What a person who sets a chat up has to know; while a part is missing, nothing is dialed. */
export interface Access {
  readonly address?: Address | undefined;
  readonly apiKey?: string | (() => string) | undefined;
}

/** A platform, and how a chat with it is set up. */
export interface LivePlatform {
  readonly name: string;
  readonly isSocket: boolean;
  readonly start: (options?: SimulatorOptions) => Promise<LiveServer>;
  readonly provider: (access: Access) => Provider;
}

const NLX_SERVER = {
  latencyMs: 0,
  credentials: [{ deploymentKey: 'demo', channelKey: 'demo', apiKey: KEY }],
};
const nlxOptions = { deploymentKey: 'demo', channelKey: 'demo-en-US', conversationId: 'one' };
const TASK = '68e78d0dc5a4b19a030d03d6';

export const LEXICON: LivePlatform = {
  name: 'Lexicon',
  isSocket: true,
  start: (options) =>
    startServer('lexicon', {
      tokenDelayMs: 0,
      keys: { [KEY]: 'tenant' },
      chatIds: ['chat-one'],
      ...options,
    }),
  provider: ({ address, apiKey }) =>
    lexicon({ userId: 'user123', chatId: 'chat-one', apiKey, url: address?.url }),
};

export const NLX_SOCKET: LivePlatform = {
  name: 'NLX over WebSocket',
  isSocket: true,
  start: (options) => startServer('nlx', { ...NLX_SERVER, ...options }),
  provider: ({ address, apiKey }) =>
    nlx({ ...nlxOptions, transport: 'websocket', apiKey, url: address?.url }),
};

export const NLX_HTTP: LivePlatform = {
  ...NLX_SOCKET,
  name: 'NLX over HTTP',
  isSocket: false,
  provider: ({ address, apiKey }) =>
    nlx({ ...nlxOptions, transport: 'http', apiKey, url: address?.restUrl }),
};

export const AUI: LivePlatform = {
  name: 'AUI',
  isSocket: true,
  start: (options) =>
    startServer('aui', { tokenDelayMs: 0, keys: [KEY], taskIds: [TASK], ...options }),
  provider: ({ address, apiKey }) => aui({ taskId: TASK, apiKey, url: address?.url }),
};

export const LIVE_PLATFORMS: readonly LivePlatform[] = [LEXICON, NLX_SOCKET, NLX_HTTP, AUI];
