/** How fast a scripted reply comes. */
export interface Pace {
  /** From the question to the first sign of an answer. */
  readonly thinkMs: number;
  /** Between two tokens. */
  readonly tokenMs: number;
}

/** What a start function takes to change the pace. */
export interface PaceOptions {
  /** Milliseconds before the first token. @default 150, or 0 when `tokenDelayMs` is 0 */
  readonly thinkDelayMs?: number | undefined;
  /** Milliseconds between tokens; 0 makes every answer instant. @default 25 */
  readonly tokenDelayMs?: number | undefined;
  /** Divides every delay of the script. @default 1 */
  readonly speed?: number | undefined;
}

/** Slow enough to be read as it comes, quick enough not to bore. */
export function toPace({ thinkDelayMs, tokenDelayMs = 25, speed = 1 }: PaceOptions): Pace {
  const thinkMs = thinkDelayMs ?? (tokenDelayMs === 0 ? 0 : 150);
  return { thinkMs: thinkMs / speed, tokenMs: tokenDelayMs / speed };
}

/** The pace of somebody who takes their time: the word "slow". */
export function slower({ thinkMs, tokenMs }: Pace): Pace {
  return { thinkMs: thinkMs * 12, tokenMs: tokenMs * 6 };
}
