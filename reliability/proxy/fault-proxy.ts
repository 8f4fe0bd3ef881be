import type { Direction } from './disturbance.ts';

export interface FaultProxyOptions {
  /** Where the server is: any address with a host and a port. */
  readonly target: string;
  /** Numbers in [0, 1), for jitter. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** @default a free one */
  readonly port?: number | undefined;
}

/** One thing that happened, in the order it happened. */
export interface ProxyEvent {
  /** Milliseconds since the proxy was started. */
  readonly atMs: number;
  /** Counted from 1; 0 is the proxy itself. */
  readonly connection: number;
  readonly what: string;
}

/** A TCP proxy that breaks what it carries. Every fault lasts until `heal`, but for the ones that strike once. */
export interface FaultProxy {
  readonly port: number;
  /** The same address as the target's, on this proxy. */
  url(address: string): string;
  readonly log: readonly ProxyEvent[];
  /** Connections accepted so far, and those that the client still holds. */
  readonly accepted: number;
  readonly open: number;
  /** Bytes that went through so far. */
  readonly bytes: Readonly<Record<Direction, number>>;
  /** Ends everything but what was struck already; what a hole held back arrives now, late. */
  heal(): Promise<void>;
  /** New connections pass again; holes stay. */
  pass(): Promise<void>;
  holeUp(): void;
  holeDown(): void;
  holeAll(): void;
  /** The connections of this moment go into a hole, both ways; new ones pass. */
  strand(): void;
  /** Ends every connection with a reset, on both sides. What was held back is gone. */
  reset(): void;
  /** Ends every connection in peace, on both sides. */
  finish(): void;
  /** Nothing listens: a dial is refused. */
  refuse(): Promise<void>;
  /** New connections are taken and never answered. */
  acceptAndHang(): void;
  /** New connections get the first half of the first answer, then a reset. */
  truncateHandshake(): void;
  /** New connections are reset at the first byte. */
  resetHandshake(): void;
  /** New connections get this HTTP answer to whatever they ask, a handshake or a request, and an end. */
  answer(status: number, headers?: Readonly<Record<string, string>>): void;
  slice(bytes: number): void;
  latency(ms: number, jitterMs?: number): void;
  bandwidth(bytesPerSecond: number): void;
  /** Damages the next piece that goes this way. @default 'down' */
  corruptNext(direction?: Direction): void;
  /** Adds bytes to what every client gets, between what the server sends. */
  inject(bytes: Uint8Array): void;
  /** Sends the next piece that goes this way twice. @default 'down' */
  duplicateNext(direction?: Direction): void;
  /** Resets a connection once so many more bytes went this way. @default 'down' */
  cutAfter(bytes: number, direction?: Direction): void;
  close(): Promise<void>;
}
