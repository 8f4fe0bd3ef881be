import { isRecord, parseJson } from '../core/request-json.ts';

/** A client frame that was read, or what is wrong with it. */
export type ClientFrame =
  | {
      readonly kind: 'message';
      readonly content: string;
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'binary' };

const problem = (text: string): ClientFrame => ({ kind: 'problem', problem: text });

const FIELDS = new Set(['content', 'metadata']);

/** Reads a client frame and forgives nothing. */
export function readClientFrame(data: string | Uint8Array, maxLength: number): ClientFrame {
  if (typeof data !== 'string') return { kind: 'binary' };
  const value = parseJson(data);
  if (value === undefined) return problem('The frame is not JSON');
  if (!isRecord(value)) return problem('The frame is not a JSON object');
  const { content, metadata } = value;
  if (content === undefined) return problem('Missing content');
  if (typeof content !== 'string') return problem('content is not a string');
  if (content.trim() === '') return problem('content is blank');
  if (content.length > maxLength) return problem(`content is longer than ${maxLength} characters`);
  if ('metadata' in value && !isRecord(metadata)) return problem('metadata is not an object');
  const stranger = Object.keys(value).find((name) => !FIELDS.has(name));
  if (stranger !== undefined) return problem(`There is no field "${stranger}"`);
  return { kind: 'message', content, metadata: isRecord(metadata) ? metadata : {} };
}
