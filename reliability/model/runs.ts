/** How many stories are told, and which: the seed is printed at the start and with every failure. */
export interface Runs {
  readonly numRuns: number;
  readonly seed: number;
}

const LONG = process.env['RELIABILITY_LONG'] === '1';
const SEED = process.env['RELIABILITY_SEED'];

/** Every short run tells the same stories; the long mode, for `pnpm reliability --long`, tells others each time. */
export function runsOf(short: number, long: number): Runs {
  // A seed is a 32-bit integer.
  const seed = SEED === undefined ? (LONG ? Date.now() | 0 : -4_499_074) : Number(SEED);
  return { numRuns: Number(process.env['RELIABILITY_STORIES'] ?? (LONG ? long : short)), seed };
}
