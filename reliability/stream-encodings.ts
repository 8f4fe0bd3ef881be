import type { WrittenAnswer } from './answer-server.ts';

type Encode = (events: readonly object[]) => WrittenAnswer;

const SSE = 'text/event-stream; charset=utf-8';
const LINES = 'application/x-ndjson';

const each = (events: readonly object[], write: (json: string) => string): string =>
  events.map((event) => write(JSON.stringify(event))).join('');

/** A value over several lines, each the data of the same event. */
const pretty = (json: string): readonly string[] =>
  JSON.stringify(JSON.parse(json), null, 1).split('\n');

/** How servers write a stream: what the formats allow, and what is met beside it. */
export const STREAM_ENCODINGS: Readonly<Record<string, Encode>> = {
  'events with LF': (events) => ({
    type: SSE,
    body: each(events, (json) => `data: ${json}\n\n`),
  }),
  'events with CRLF': (events) => ({
    type: SSE,
    body: each(events, (json) => `event: message\r\ndata: ${json}\r\n\r\n`),
  }),
  'events with CR': (events) => ({
    type: SSE,
    body: each(events, (json) => `data: ${json}\r\r`),
  }),
  'events after a mark, between comments and other fields': (events) => ({
    type: SSE,
    body: `\u{FEFF}: hello\r\n\r\n${each(
      events,
      (json) => `: keep-alive\r\n\r\nid: 7\nretry: 3000\ndata:${json}\n\n:\n`,
    )}`,
  }),
  'events over several lines': (events) => ({
    type: SSE,
    body: each(
      events,
      (json) =>
        `${pretty(json)
          .map((line) => `data: ${line}\r\n`)
          .join('')}\r\n`,
    ),
  }),
  'events without the last line end': (events) => ({
    type: SSE,
    body: each(events, (json) => `data: ${json}\n\n`).trimEnd(),
  }),
  lines: (events) => ({ type: LINES, body: each(events, (json) => `${json}\n`) }),
  'lines with CRLF and empty ones': (events) => ({
    type: LINES,
    body: each(events, (json) => `\r\n${json}\r\n\r\n`),
  }),
  'lines without the last line end': (events) => ({
    type: LINES,
    body: each(events, (json) => `${json}\n`).trimEnd(),
  }),
  'objects without a type': (events) => ({ body: each(events, (json) => json) }),
  'objects over several lines': (events) => ({
    type: 'text/plain',
    body: each(events, (json) => ` ${pretty(json).join('\r\n')}\r\n`),
  }),
  'objects as a list': (events) => ({
    type: 'application/octet-stream',
    body: `[${each(events, (json) => `${json},\n`)}]`,
  }),
};
