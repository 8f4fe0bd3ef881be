import type { RawFrame } from '../connection/connection.ts';
import { DEPTH_LIMIT, isShallow, MACHINERY } from '../providers/json-value.ts';

/** UTF-16 code units. No platform sends a frame near this. */
export const FRAME_LIMIT = 1_048_576;

/** What a frame holds, or what is wrong with it. */
export interface ParsedFrame {
  readonly value?: unknown;
  readonly reason?: string | undefined;
}

/** Reads a raw frame as JSON within bounds; whatever is wrong with it is said, never thrown. */
export function parseFrame(frame: RawFrame): ParsedFrame {
  switch (frame.kind) {
    case 'binary':
      return { reason: `a binary frame of ${frame.bytes} bytes` };
    case 'garbage':
      return { reason: frame.reason };
    case 'value':
      return withinDepth(frame.value);
    case 'text':
      return parseText(frame.text);
    default:
      return frame satisfies never;
  }
}

function parseText(text: string): ParsedFrame {
  if (text.length > FRAME_LIMIT) {
    return { reason: `a frame of ${text.length} characters` };
  }
  try {
    return withinDepth(JSON.parse(text));
  } catch {
    return { reason: 'a frame that is not JSON' };
  }
}

function withinDepth(value: unknown): ParsedFrame {
  // Nested, they are left out. A frame that begins with them is none: what would be left of it may mean something.
  if (Object.keys(Object(value)).some((name) => MACHINERY.includes(name))) {
    return { reason: 'a frame of odd names' };
  }
  return isShallow(value)
    ? { value }
    : { reason: `a frame nested deeper than ${DEPTH_LIMIT} levels` };
}
