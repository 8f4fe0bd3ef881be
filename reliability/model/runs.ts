/** How many stories are told, and which: the seed is printed at the start and with every failure. */
export interface Runs {
  readonly numRuns: number;
  readonly seed: number;
}

const LONG = process.env['RELIABILITY_LONG'] === '1';
const SEED = process.env['RELIABILITY_SEED'];

/** The long mode is for `pnpm reliability --long`. */
export function runsOf(short: number, long: number): Runs {
  // A seed is a 32-bit integer.
  const seed = SEED === undefined ? Date.now() | 0 : Number(SEED);
  return { numRuns: Number(process.env['RELIABILITY_STORIES'] ?? (LONG ? long : short)), seed };
}
