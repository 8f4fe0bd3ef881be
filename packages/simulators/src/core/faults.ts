/** Everything that can go wrong on demand. A pure description; the hub applies it on every host. */
export interface Faults {
  /** Holds every server frame and HTTP answer this many milliseconds, in order. */
  readonly delayMs: number;
  /** Cuts each connection, without a close frame, after this many server frames (HTTP: body pieces). */
  readonly dropAfterFrames: number | null;
  /** Cuts each socket after this many client frames; the last of them is read but not answered. */
  readonly dropAfterReceived: number | null;
  /** Share of server frames that arrive damaged, 0 to 1. */
  readonly garbleRate: number;
  /** Damages this many further server frames; counts down. */
  readonly garbleNext: number;
  /** Refuses handshakes and answers HTTP with 503. */
  readonly refuse: boolean;
  /** Takes the TCP connection and never answers the handshake. */
  readonly hangHandshake: boolean;
  /**
   * Goes silent: handshakes are taken, then nothing is read, sent, ponged or closed, open sockets
   * included. What sockets held back goes through when it ends; HTTP requests are never answered.
   */
  readonly hang: boolean;
  /** Closes every new socket with this, right after the handshake. */
  readonly closeWith: { readonly code: number; readonly reason: string } | null;
  /** Replaces the platform's own limit on client messages per connection. */
  readonly rateLimit: {
    readonly perSecond: number;
    readonly closeCode?: number | undefined;
  } | null;
  /** Treats every key as wrong. */
  readonly authError: boolean;
  /** Loses this many further acknowledgements; counts down. */
  readonly loseAcknowledgements: number;
  /** Throws this many further client frames away unread; counts down. */
  readonly swallow: number;
  /** Sends HTTP bodies in pieces of this many bytes. */
  readonly sliceBytes: number | null;
}

/** A healthy network and a healthy server. */
export const NO_FAULTS: Faults = {
  delayMs: 0,
  dropAfterFrames: null,
  dropAfterReceived: null,
  garbleRate: 0,
  garbleNext: 0,
  refuse: false,
  hangHandshake: false,
  hang: false,
  closeWith: null,
  rateLimit: null,
  authError: false,
  loseAcknowledgements: 0,
  swallow: 0,
  sliceBytes: null,
};

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isCountOrNull = (value: unknown): boolean => value === null || isCount(value);

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCloseCode = (value: unknown): boolean =>
  isCount(value) && Number.isInteger(value) && value >= 1000 && value <= 4999;

const CHECKS: { readonly [Name in keyof Faults]: (value: unknown) => boolean } = {
  delayMs: isCount,
  dropAfterFrames: isCountOrNull,
  dropAfterReceived: isCountOrNull,
  garbleRate: (value) => isCount(value) && value <= 1,
  garbleNext: isCount,
  refuse: isBoolean,
  hangHandshake: isBoolean,
  hang: isBoolean,
  closeWith: (value) =>
    value === null ||
    (isRecord(value) && isCloseCode(value['code']) && typeof value['reason'] === 'string'),
  rateLimit: (value) =>
    value === null ||
    (isRecord(value) &&
      isCount(value['perSecond']) &&
      (value['closeCode'] === undefined || isCloseCode(value['closeCode']))),
  authError: isBoolean,
  loseAcknowledgements: isCount,
  swallow: isCount,
  sliceBytes: (value) => value === null || (isCount(value) && value >= 1),
};

/** Reads a change of faults that came over HTTP; names what is wrong with it. */
export function readFaults(
  value: unknown,
):
  | { readonly ok: true; readonly change: Partial<Faults> }
  | { readonly ok: false; readonly problem: string } {
  if (!isRecord(value)) return { ok: false, problem: 'the body is not a JSON object' };
  for (const [name, setting] of Object.entries(value)) {
    if (!Object.hasOwn(CHECKS, name)) return { ok: false, problem: `there is no fault "${name}"` };
    // The line above has shown that the name is one of the table's own keys.
    if (!CHECKS[name as keyof Faults](setting)) {
      return { ok: false, problem: `the value of "${name}" does not fit` };
    }
  }
  // Every key and every value was checked against the table above.
  return { ok: true, change: value };
}

/** Damages a text frame the way a broken proxy does: cut in the middle, so JSON no longer parses. */
export function garble(data: string): string {
  return `${data.slice(0, Math.floor(data.length / 2))}\u0000`;
}
