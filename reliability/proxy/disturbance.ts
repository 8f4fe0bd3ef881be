/** Which way bytes go: `up` from the client to the server, `down` back. */
export type Direction = 'up' | 'down';

/** What happens to the bytes of every connection, until it is changed. */
export interface Disturbance {
  /** Nothing gets through; what comes meanwhile is delivered late. */
  readonly hole: Readonly<Record<Direction, boolean>>;
  /** Bytes per write; undefined leaves them as they came. */
  readonly sliceBytes: number | undefined;
  readonly latencyMs: number;
  /** Up to so much more latency, drawn anew for each piece; order is kept. */
  readonly jitterMs: number;
  readonly bytesPerSecond: number | undefined;
}

export const CALM: Disturbance = {
  hole: { up: false, down: false },
  sliceBytes: undefined,
  latencyMs: 0,
  jitterMs: 0,
  bytesPerSecond: undefined,
};

/** What happens once, to the bytes that come next in one direction. Counts down or is taken back by `heal`. */
export interface Strikes {
  corrupt: number;
  duplicate: number;
  /** Cuts the connection once so many more bytes went through. */
  cutAfter: number | undefined;
}

export const noStrikes = (): Record<Direction, Strikes> => ({
  up: { corrupt: 0, duplicate: 0, cutAfter: undefined },
  down: { corrupt: 0, duplicate: 0, cutAfter: undefined },
});

/** What becomes of a new connection. */
export type Admission = 'pass' | 'hang' | 'truncate' | 'reset' | { readonly answer: string };
