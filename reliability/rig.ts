import { NO_FAULTS, type Simulator } from '@parley/simulators';

import { chooseClient } from './clients/choose-client.ts';
import type { ClientUnderTest } from './clients/client.ts';
import type { ParleyClient, ParleySetup } from './clients/parley.ts';
import { type Evidence, judge, type Judgement } from './judge/judge.ts';
import {
  phrase,
  type ProviderName,
  type ServeOptions,
  startPlatform,
  textOf,
  wordsOf,
} from './platforms.ts';
import type { FaultProxy } from './proxy/fault-proxy.ts';
import { startFaultProxy } from './proxy/start-fault-proxy.ts';
import { PATIENCE_MS, PEERS_PATIENCE_MS, SPEED } from './settings.ts';

/** How a rig is set up; the rest is the same everywhere. */
export interface RigOptions extends Pick<ParleySetup, 'options' | 'apiKey' | 'history' | 'adapt'> {
  readonly serve?: ServeOptions | undefined;
  /** Another server in the place of the platform's simulator. */
  readonly start?: (() => Promise<Simulator>) | undefined;
  /** What is broken before the client first dials. */
  readonly before?: ((world: Pick<Rig, 'proxy' | 'simulator'>) => void | Promise<void>) | undefined;
  /** Where the proxy listens. @default a free port */
  readonly port?: number | undefined;
  /** Ignored in a run that is not scaled. @default that of the run */
  readonly speed?: number | undefined;
}

/** A client and a platform with a proxy between them, and what was given, taken and shown. */
export interface Rig {
  readonly provider: ProviderName;
  readonly simulator: Simulator;
  readonly proxy: FaultProxy;
  readonly client: ClientUnderTest;
  /** The client as Parley's; undefined where it is another. */
  readonly parley: ParleyClient | undefined;
  /** How many times real time the client's waits run. */
  readonly speed: number;
  /** The user sends a message with these words, which no other message of the rig has. */
  say(words: string): void;
  /** The user asks to send it again. */
  askAgain(words: string): void;
  /** The words of every message that was given, in the order composed. */
  given(): readonly string[];
  /** The words that the platform took, in the order they came. */
  ledger(): readonly string[];
  shown(): readonly string[];
  /** The client's last word on a message. */
  outcomeOf(words: string): string;
  outcomes(): Readonly<Record<string, string>>;
  /** Waits. Where it does not come, Parley fails; for another client it is written down. */
  until(what: string, isSo: () => boolean): Promise<void>;
  /** What did not come to be, in order. */
  readonly missing: readonly string[];
  /** No fault any more: the proxy is healed, the platform well. */
  heal(): Promise<void>;
  evidence(): Evidence;
  judge(): Judgement;
  /** A picture of it all, for the message of a failing test. */
  sketch(): string;
  /** Ends it. Gives what was left behind, in words: nothing, for a client that tidies up. */
  close(): Promise<readonly string[]>;
}

/** What one look at a condition adds at most to the time that it was waited for. */
const MOST_BETWEEN_LOOKS_MS = 10;

function isParley(client: ClientUnderTest): client is ParleyClient {
  return client.name === 'parley';
}

/** Starts a platform, a proxy and the client that the run is about. */
export async function startRig(provider: ProviderName, options: RigOptions = {}): Promise<Rig> {
  const { serve, start, before, port, ...setup } = options;
  const speed = SPEED === 1 ? 1 : (options.speed ?? SPEED);
  const { createClient } = await chooseClient();
  const simulator = start ? await start() : await startPlatform(provider, serve);
  const proxy = await startFaultProxy({ target: simulator.url, port });
  await before?.({ proxy, simulator });
  const full: ParleySetup = {
    ...setup,
    provider,
    speed,
    socketUrl: proxy.url(simulator.url),
    restUrl: proxy.url(simulator.restUrl).replace(/\/$/u, ''),
  };
  const client = createClient(full);
  const parley = isParley(client) ? client : undefined;
  const given: string[] = [];
  const askedAgain: string[] = [];
  const missing: string[] = [];

  const said = (): { text: string; outcome: ReturnType<ClientUnderTest['said']>[0]['outcome'] }[] =>
    client.said().map(({ text, outcome }) => ({ text: wordsOf(text), outcome }));
  const ledger = (): readonly string[] =>
    simulator.received.flatMap((entry) => textOf(entry) ?? []).map(wordsOf);
  const shown = (): readonly string[] => client.shown().map(wordsOf);
  const evidence = (): Evidence => ({
    given,
    said: said(),
    ledger: ledger(),
    shown: shown(),
    askedAgain,
  });
  const outcomes = (): Readonly<Record<string, string>> =>
    Object.fromEntries(said().map(({ text, outcome }) => [text, outcome]));

  function sketch(): string {
    const picture = {
      status: client.status(),
      outcomes: outcomes(),
      ledger: ledger(),
      shown: shown(),
      statuses: parley?.statuses,
      errors: parley?.errors.map(({ code, message }) => `${code}: ${message}`),
      dials: parley?.dials.length,
      proxy: proxy.log
        .slice(-40)
        .map(({ atMs, connection, what }) => `${atMs} #${connection} ${what}`),
    };
    return JSON.stringify(picture, null, 1);
  }

  function until(what: string, isSo: () => boolean): Promise<void> {
    let lookedAt = performance.now();
    let waitedMs = 0;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const now = performance.now();
        // A moment in which the machine did other things is not waited.
        waitedMs += Math.min(now - lookedAt, MOST_BETWEEN_LOOKS_MS);
        lookedAt = now;
        if (isSo()) {
          resolve();
        } else if (waitedMs < (parley ? PATIENCE_MS : PEERS_PATIENCE_MS)) {
          setTimeout(look, 3);
        } else if (parley) {
          reject(new Error(`It did not come to this: ${what}\n${sketch()}`));
        } else {
          missing.push(what);
          resolve();
        }
      };
      look();
    });
  }

  async function close(): Promise<readonly string[]> {
    const left: string[] = [];
    await client.close();
    // In a hole nobody would learn that the client is gone.
    await proxy.heal();
    if (parley) {
      if (parley.timers() > 0) left.push(`timers: ${parley.timers()}`);
      if (parley.mostSockets() > 1) left.push(`sockets at once: ${parley.mostSockets()}`);
      await until('every socket is let go of', () => parley.sockets() === 0);
      await until('no socket is left with the platform', () => simulator.connections === 0);
    }
    await proxy.close();
    await simulator.close();
    return left;
  }

  return {
    provider,
    simulator,
    proxy,
    client,
    parley,
    speed,
    missing,
    say(words) {
      given.push(words);
      client.send(phrase(words));
    },
    askAgain(words) {
      askedAgain.push(words);
      parley?.retry(phrase(words));
    },
    given: () => given,
    ledger,
    shown,
    outcomes,
    outcomeOf: (words) => said().findLast(({ text }) => text === words)?.outcome ?? 'unknown',
    until,
    async heal() {
      await proxy.heal();
      simulator.setFaults(NO_FAULTS);
    },
    evidence,
    judge: () => judge(evidence()),
    sketch,
    close,
  };
}
