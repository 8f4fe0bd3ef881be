/** Set by `run.ts`; everything has a default, so that plain vitest runs the suite as well. */
const read = (name: string): string | undefined => process.env[`RELIABILITY_${name}`];

/** Clients' waits last this much less than they do in the world. 1 with `--unscaled`. */
export const SPEED = read('UNSCALED') === undefined ? 20 : 1;

/** How often each fault is played. */
export const RUNS = Number(read('RUNS') ?? 1);

/** The seed of everything drawn at random. */
export const SEED = Number(read('SEED') ?? 20_240_601);

/** How long a condition is waited for, in milliseconds: longer than anything takes on a busy machine. */
export const PATIENCE_MS = SPEED === 1 ? 300_000 : 15_000;

/** The same for a client that promises nothing: what has not come by then is written down as missing. */
export const PEERS_PATIENCE_MS = SPEED === 1 ? 60_000 : 4_000;

/** How long the soak lasts, over all platforms. Two hours with `--long`. */
export const SOAK_MINUTES = Number(read('SOAK_MINUTES') ?? (read('LONG') === undefined ? 2 : 120));
