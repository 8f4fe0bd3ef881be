import type { RawFrame } from '../connection.ts';
import { createLineSplitter, type Line } from './split-lines.ts';
import { garbage, parseValue, type StreamParser, TRUNCATED } from './stream-parser.ts';

/** Newline-delimited JSON: one value on each line; empty lines mean nothing. */
export function createLinesParser(): StreamParser {
  const lines = createLineSplitter('lf');
  let parsed = 0;

  function read(line: Line, otherwise: string): RawFrame | undefined {
    if (line === undefined) {
      return garbage('too-large');
    }
    const text = line.trim();
    parsed += line.length;
    return text === '' ? undefined : (parseValue(text) ?? garbage(otherwise));
  }

  function readAll(list: readonly Line[], otherwise: string): readonly RawFrame[] {
    return list.map((line) => read(line, otherwise)).filter((frame) => frame !== undefined);
  }

  return {
    push: (text) => readAll(lines.push(text), 'not-json'),
    end: () => readAll(lines.end(), TRUNCATED),
    work: () => lines.work() + parsed,
  };
}
