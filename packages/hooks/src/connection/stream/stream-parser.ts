import type { RawFrame } from '../connection.ts';

/**
 * Turns the text of a body into frames as it comes. Linear in the length of the text, and blind to where it
 * was split.
 */
export interface StreamParser {
  push(text: string): readonly RawFrame[];
  /** The body is over: what is left becomes a frame, or garbage with the reason `truncated`. */
  end(): readonly RawFrame[];
  /** Characters looked at or copied so far: what the tests of linearity measure. */
  work(): number;
}

/** A longer frame is garbage, and what follows it is read. In characters. */
export const MAX_PIECE_LENGTH = 1_048_576;

export const TRUNCATED = 'truncated';

export function garbage(reason: string): RawFrame {
  return { kind: 'garbage', reason };
}

/** The value of a JSON text as a frame; undefined when it is no JSON. */
export function parseValue(text: string): RawFrame | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { kind: 'value', value };
  } catch {
    return undefined;
  }
}
