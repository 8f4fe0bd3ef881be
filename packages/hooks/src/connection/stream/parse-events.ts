import type { RawFrame } from '../connection.ts';
import { createLineSplitter, type Line } from './split-lines.ts';
import {
  garbage,
  MAX_PIECE_LENGTH,
  parseValue,
  type StreamParser,
  TRUNCATED,
} from './stream-parser.ts';

/** Fields of the event stream format that carry no data for us. */
const SILENT_FIELDS = new Set(['event', 'id', 'retry']);

/**
 * `text/event-stream` (WHATWG HTML §9.2) with JSON in its data. A data line that is a whole value is given
 * out at once: more lines could only make it invalid, and some servers leave out the empty line between
 * events.
 */
export function createEventsParser(): StreamParser {
  const splitter = createLineSplitter('any');
  let data: string[] = [];
  let dataLength = 0;
  let parsed = 0;

  function parse(text: string): RawFrame | undefined {
    parsed += text.length;
    return parseValue(text);
  }

  /** The value of all held lines together, or else what each gives alone. */
  function dispatch(otherwise: string): readonly RawFrame[] {
    const held = data;
    data = [];
    dataLength = 0;
    if (held.length === 0) {
      return [];
    }
    const whole = parse(held.join('\n'));
    if (whole !== undefined) {
      return [whole];
    }
    return held.length === 1
      ? [garbage(otherwise)]
      : held.filter((line) => line.trim() !== '').map((line) => parse(line) ?? garbage(otherwise));
  }

  function readData(text: string): readonly RawFrame[] {
    const isFirst = data.length === 0;
    if (isFirst && text.trim() === '') {
      return [];
    }
    const alone = isFirst ? parse(text) : undefined;
    if (alone !== undefined) {
      return [alone];
    }
    const before = dataLength + text.length > MAX_PIECE_LENGTH ? dispatch('too-large') : [];
    data.push(text);
    dataLength += text.length;
    return before;
  }

  function readLine(line: Line): readonly RawFrame[] {
    if (line === undefined) {
      return [garbage('too-large')];
    }
    if (line === '') {
      return dispatch('not-json');
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field === 'data') {
      const text = colon < 0 ? '' : line.slice(colon + 1);
      return readData(text.startsWith(' ') ? text.slice(1) : text);
    }
    // An empty field name is a comment, which servers send to keep the stream alive.
    return field === '' || SILENT_FIELDS.has(field) ? [] : [garbage('stray-line')];
  }

  return {
    push: (text) => splitter.push(text).flatMap(readLine),
    end: () => [...splitter.end().flatMap(readLine), ...dispatch(TRUNCATED)],
    work: () => splitter.work() + parsed,
  };
}
