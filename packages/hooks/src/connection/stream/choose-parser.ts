import { createEventsParser } from './parse-events.ts';
import { createJsonParser } from './parse-json.ts';
import { createLinesParser } from './parse-lines.ts';
import { createObjectsParser } from './parse-objects.ts';
import type { StreamParser } from './stream-parser.ts';

/** The parser for a `Content-Type` header. A type that says nothing useful gets the tolerant reader of objects. */
export function chooseParser(contentType: string | null): StreamParser {
  const [type = ''] = (contentType ?? '').split(';', 1);
  switch (type.trim().toLowerCase()) {
    case 'text/event-stream':
      return createEventsParser();
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
      return createLinesParser();
    case 'application/json':
      return createJsonParser();
    default:
      return createObjectsParser();
  }
}
