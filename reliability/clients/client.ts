import type { Outcome } from '../judge/judge.ts';
import type { ProviderName } from '../platforms.ts';

export type { Outcome } from '../judge/judge.ts';

/** What is tested: a chat, as far as a person who writes in it can tell. */
export interface ClientUnderTest {
  readonly name: string;
  /** Never throws: a throw of the library is `refused`. */
  send(text: string): void;
  /** The last word on each message, in the order composed. */
  said(): readonly { readonly text: string; readonly outcome: Outcome }[];
  /** Texts of answers shown, in order. */
  shown(): readonly string[];
  isReady(): boolean;
  /** The connection's situation, in the client's own words. */
  status(): string;
  /** Lets go of everything. */
  close(): Promise<void>;
}

/** What a client is told: where the platform is, and how fast its time runs. */
export interface ClientSetup {
  readonly provider: ProviderName;
  /** The WebSocket endpoint, through the proxy, without keys. */
  readonly socketUrl: string;
  /** The base of the REST calls, through the proxy. */
  readonly restUrl: string;
  /** A client with a clock of its own runs it this many times as fast; others divide their waits by it. */
  readonly speed: number;
}

/** What each file of this folder exports as `createClient`. It begins to connect where that is its way. */
export type CreateClient = (setup: ClientSetup) => ClientUnderTest;
