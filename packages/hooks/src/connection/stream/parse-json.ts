import { createObjectsParser } from './parse-objects.ts';
import { createPiece } from './piece.ts';
import { garbage, parseValue, type StreamParser } from './stream-parser.ts';

/** One JSON value. A body that is none is read like a stream of objects, so that what is whole is not lost. */
export function createJsonParser(): StreamParser {
  const body = createPiece();
  const objects = createObjectsParser();
  let work = 0;

  return {
    push(text) {
      work += text.length;
      body.add(text);
      return [];
    },
    end() {
      if (body.isTooLong()) {
        return [garbage('too-large')];
      }
      work += body.length();
      const text = body.take();
      if (text.trim() === '') {
        return [];
      }
      const whole = parseValue(text);
      return whole === undefined ? [...objects.push(text), ...objects.end()] : [whole];
    },
    work: () => work + objects.work(),
  };
}
