import type { RawFrame } from '../connection.ts';
import { createPiece } from './piece.ts';
import { garbage, parseValue, type StreamParser, TRUNCATED } from './stream-parser.ts';

/** Between objects these mean nothing: white space, and the marks of a list of objects. */
const SEPARATORS = /^[\s,[\]]*$/;

/**
 * JSON objects one after another, with or without anything between them: for servers that do not say what
 * they send. Braces and strings are followed character by character; a line end inside a string, which JSON
 * forbids, gives the object up and looks for the next.
 */
export function createObjectsParser(): StreamParser {
  const object = createPiece();
  const gap = createPiece();
  // Everything that can change the situation; the engine's own search skips the rest.
  const marks = /[{}"\\\n]/g;
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  let work = 0;

  function closeGap(): readonly RawFrame[] {
    const tooLong = gap.isTooLong();
    work += gap.length();
    return SEPARATORS.test(gap.take()) && !tooLong ? [] : [garbage('not-json')];
  }

  function closeObject(otherwise: string): RawFrame {
    depth = 0;
    inString = false;
    isEscaped = false;
    const tooLong = object.isTooLong();
    work += object.length();
    const text = object.take();
    return tooLong ? garbage('too-large') : (parseValue(text) ?? garbage(otherwise));
  }

  /** A mark inside an object. Says whether the object ends with it, or is given up before it. */
  function follow(mark: string): 'inside' | 'ends' | 'broken' {
    if (inString) {
      inString = mark !== '"';
      isEscaped = mark === '\\';
      return mark === '\n' ? 'broken' : 'inside';
    }
    if (mark === '"') {
      inString = true;
    } else if (mark === '{') {
      depth += 1;
    } else if (mark === '}') {
      depth -= 1;
    }
    return depth === 0 ? 'ends' : 'inside';
  }

  function push(text: string): readonly RawFrame[] {
    const frames: RawFrame[] = [];
    let start = 0;
    work += text.length;
    for (let from = 0; from < text.length;) {
      if (isEscaped) {
        isEscaped = false;
        from += 1;
        continue;
      }
      marks.lastIndex = from;
      const match = marks.exec(text);
      if (match === null) {
        break;
      }
      const [mark] = match;
      from = match.index + 1;
      if (depth > 0) {
        const step = follow(mark);
        if (step !== 'inside') {
          const cut = step === 'ends' ? from : match.index;
          object.add(text.slice(start, cut));
          frames.push(closeObject('not-json'));
          start = cut;
        }
      } else if (mark === '{') {
        gap.add(text.slice(start, match.index));
        frames.push(...closeGap());
        start = match.index;
        depth = 1;
      }
    }
    (depth > 0 ? object : gap).add(text.slice(start));
    return frames;
  }

  return {
    push,
    end: () => (depth > 0 ? [closeObject(TRUNCATED)] : closeGap()),
    work: () => work,
  };
}
