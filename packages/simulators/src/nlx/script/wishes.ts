import type { StreamFormat } from '../options.ts';

/** How a person asked for this one answer to travel; the rest of the text picks the topic. */
export interface Wishes {
  readonly streamAs?: StreamFormat | undefined;
  /** The body arrives in pieces of one byte. */
  readonly sliced: boolean;
  /** Comments, extra fields and stray lines between the events. */
  readonly noisy: boolean;
  readonly finalResponse?: 'all' | 'rest' | undefined;
  readonly text: string;
}

const FORMAT = /\bas (sse|ndjson|concatenated|json)\b/i;

const FINAL = /\bfinal (all|rest)\b/i;

/** Takes the words about the way of travel out of a text. */
export function readWishes(text: string): Wishes {
  // Both patterns match nothing but the names of their types.
  const streamAs = FORMAT.exec(text)?.[1]?.toLowerCase() as StreamFormat | undefined;
  const finalResponse = FINAL.exec(text)?.[1]?.toLowerCase() as 'all' | 'rest' | undefined;
  const sliced = /\bsliced\b/i.test(text);
  const noisy = /\bnoisy\b/i.test(text);
  const rest = [FORMAT, FINAL, /\bsliced\b/i, /\bnoisy\b/i].reduce(
    (left, pattern) => left.replace(pattern, ' '),
    text,
  );
  return { streamAs, sliced, noisy, finalResponse, text: rest.replace(/\s+/g, ' ').trim() };
}
