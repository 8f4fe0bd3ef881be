/**
 * How long to wait between dials, in milliseconds. Retries have no end. The spread of the defaults keeps the
 * busiest 100 ms after a server restart under 5 % of all clients.
 */
export interface RetryOptions {
  /** The first retry waits between `firstMinMs` (default 200) and `baseMs`. */
  readonly firstMinMs?: number | undefined;
  /** Later retries wait at least this long. Default 1,000. */
  readonly minMs?: number | undefined;
  /** The upper bound starts here and doubles with every retry. Default 4,000. */
  readonly baseMs?: number | undefined;
  /** The upper bound never exceeds this. Default 30,000. */
  readonly capMs?: number | undefined;
}

/** Longer advice than this is cut: a timer of more than 24.8 days fires at once in every engine. */
const MAX_ADVICE_MS = 86_400_000;

/** Late by up to this share of the advice, so that clients told the same thing do not return together. */
const ADVICE_SPREAD = 0.25;
const ADVICE_SPREAD_MIN_MS = 3_000;

/**
 * The wait before retry number `retry` (1 is the first). Jitter is drawn inside the bound, after the cap.
 * `away` (hidden or offline) waits in the upper half below the cap.
 */
export function retryDelayMs(
  retry: number,
  random: number,
  away: boolean,
  { firstMinMs = 200, minMs = 1_000, baseMs = 4_000, capMs = 30_000 }: RetryOptions,
): number {
  const [from, to] = away
    ? [capMs / 2, capMs]
    : retry <= 1
      ? [firstMinMs, baseMs]
      : [minMs, baseMs * 2 ** (retry - 1)];
  const low = Math.min(from, capMs);
  const high = Math.max(low, Math.min(to, capMs));
  return low + (high - low) * random;
}

/** The wait a server asked for: never less, a little more. Nonsense counts as zero. */
export function advisedDelayMs(retryAfterMs: number, random: number): number {
  const advice = retryAfterMs > 0 ? Math.min(retryAfterMs, MAX_ADVICE_MS) : 0;
  return advice + Math.max(ADVICE_SPREAD_MIN_MS, advice * ADVICE_SPREAD) * random;
}
