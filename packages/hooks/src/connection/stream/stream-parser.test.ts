import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { RawFrame } from '../connection.ts';
import { chooseParser } from './choose-parser.ts';
import { readBody } from './read-body.ts';
import { MAX_PIECE_LENGTH } from './stream-parser.ts';

const TYPES = {
  events: 'text/event-stream; charset=utf-8',
  lines: 'application/x-ndjson',
  json: 'application/json',
  objects: 'application/octet-stream',
} as const;

type Kind = keyof typeof TYPES;

function readText(kind: Kind, text: string): RawFrame[] {
  const parser = chooseParser(TYPES[kind]);
  return [...parser.push(text), ...parser.end()];
}

function values(frames: readonly RawFrame[]): unknown[] {
  return frames.flatMap((frame) => (frame.kind === 'value' ? [frame.value] : []));
}

function complaints(frames: readonly RawFrame[]): string[] {
  return frames.flatMap((frame) => (frame.kind === 'garbage' ? [frame.reason] : []));
}

async function readBytes(kind: Kind, chunks: readonly Uint8Array<ArrayBuffer>[]) {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(chunk));
      controller.close();
    },
  });
  const frames: RawFrame[] = [];
  const response = new Response(body, { headers: { 'content-type': TYPES[kind] } });
  const end = await readBody(response, (frame) => frames.push(frame));
  return { frames, end };
}

function cutUp(bytes: Uint8Array<ArrayBuffer>, cuts: readonly number[]) {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [...at, bytes.length].map((end, index) => bytes.slice(at[index - 1] ?? 0, end));
}

// Text that holds everything a splitter could trip over.
const hostileText = fc.string({
  unit: fc.constantFrom(
    'a',
    '"',
    '\\',
    '{',
    '}',
    '\n',
    '\r',
    ' ',
    ':',
    'é',
    '日',
    '👋🏽',
    '\u2028',
    '﻿',
  ),
  maxLength: 12,
});
const hostileObjects = fc.dictionary(
  hostileText,
  fc.oneof(hostileText, fc.integer(), fc.constant({})),
  {
    maxKeys: 3,
  },
);

const eol = fc.constantFrom('\n', '\r\n', '\r');
const stray = fc.constantFrom(
  '[DONE]',
  ': comment',
  'data: [DONE]',
  'event: message',
  'oops',
  'id: 7',
  '',
);

/** A body of each kind, built from values with noise between them. */
const BODIES: { readonly [Name in Kind]: fc.Arbitrary<string> } = {
  events: fc
    .array(
      fc.record({
        value: hostileObjects,
        eol,
        stray,
        space: fc.constantFrom('', ' '),
        indent: fc.constantFrom(0, 2),
      }),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    .map((events) =>
      events
        .map(({ value, eol, stray, space, indent }) => {
          const data = JSON.stringify(value, null, indent)
            .split('\n')
            .map((line) => `data:${space}${line}${eol}`);
          return `${stray}${eol}${data.join('')}${eol}`;
        })
        .join(''),
    ),
  lines: fc
    .array(fc.record({ value: hostileObjects, stray, eol: fc.constantFrom('\n', '\r\n') }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((lines) =>
      lines.map(({ value, stray, eol }) => `${stray}${eol}${JSON.stringify(value)}`).join('\n'),
    ),
  json: hostileObjects.map((value) => JSON.stringify(value)),
  objects: fc
    .array(fc.record({ value: hostileObjects, stray, indent: fc.constantFrom(0, 1) }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((items) =>
      items.map(({ value, stray, indent }) => stray + JSON.stringify(value, null, indent)).join(''),
    ),
};

const KINDS = Object.keys(TYPES) as Kind[];

describe.each(KINDS)('a body of %s', (kind) => {
  it('reads the same under every split of its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(BODIES[kind], fc.string({ unit: 'binary', maxLength: 60 }), hostileText),
        fc.array(fc.nat({ max: 10_000 }), { maxLength: 12 }),
        fc.boolean(),
        async (text, cuts, hasMark) => {
          const bytes = new TextEncoder().encode(hasMark ? `\uFEFF${text}` : text);
          const whole = await readBytes(kind, [bytes]);
          expect(await readBytes(kind, cutUp(bytes, cuts))).toEqual(whole);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads the same one byte at a time', async () => {
    await fc.assert(
      fc.asyncProperty(BODIES[kind], async (text) => {
        const bytes = new TextEncoder().encode(text);
        const singles = Array.from(bytes, (byte) => Uint8Array.of(byte));
        expect(await readBytes(kind, singles)).toEqual(await readBytes(kind, [bytes]));
      }),
      { numRuns: 50 },
    );
  });

  it('does work in proportion to its length, however it is sliced', () => {
    const value = JSON.stringify({ type: 'message', text: 'x"{}\\'.repeat(40) });
    const line = {
      events: `data: ${value}\n\n`,
      lines: `${value}\n`,
      json: `${value},`,
      objects: value,
    }[kind];
    // What a quadratic parser is slow on: many values, one endless value, endless noise.
    const shapes = [
      (size: number) => line.repeat(size),
      (size: number) => `data: {"text":"${'word '.repeat(size * 20)}`,
      (size: number) => `data: {\n`.repeat(size),
      (size: number) => '}"]\\\r\n '.repeat(size * 10),
    ];
    const workFor = (text: string, slice: number): number => {
      const parser = chooseParser(TYPES[kind]);
      for (let at = 0; at < text.length; at += slice) {
        parser.push(text.slice(at, at + slice));
      }
      parser.end();
      return parser.work();
    };
    for (const shape of shapes) {
      for (const slice of [1, 7, 4_096]) {
        const text = shape(100);
        expect(workFor(text, slice)).toBeLessThanOrEqual(5 * text.length);
        expect(workFor(shape(200), slice)).toBeLessThanOrEqual(2.1 * workFor(text, slice));
      }
    }
  });

  it('counts every character as often as it is looked at', () => {
    const [text, work] = (
      {
        // As it comes, cut out of its line (without the line end), parsed.
        events: ['data: 1\n', 8 + 7 + 1],
        lines: ['{}\n', 3 + 2 + 2],
        // As it comes, joined; and again by the reader of objects where it is no value.
        json: ['{}{}', 4 + 4 + (4 + 4)],
        // As it comes, cut out as a gap or an object.
        objects: [' {} ', 4 + 4],
      } as const
    )[kind];
    const parser = chooseParser(TYPES[kind]);
    parser.push(text);
    parser.end();
    expect(parser.work()).toBe(work);
  });

  it('says so when it breaks off inside a value', async () => {
    const start = { events: 'data: {"a":', lines: '{"a":', json: '{"a":', objects: '{"a":' }[kind];
    const { frames, end } = await readBytes(kind, [new TextEncoder().encode(start)]);
    expect(end).toBe('cut');
    expect(complaints(frames)).toEqual(['truncated']);
  });

  it('is whole and empty when there is nothing in it', async () => {
    expect(await readBytes(kind, [])).toEqual({ frames: [], end: 'whole' });
  });

  it('drops a value that is too large and goes on', () => {
    const large = JSON.stringify({ text: 'x'.repeat(MAX_PIECE_LENGTH) });
    const text = {
      events: `data: ${large}\n\ndata: {"b":1}\n\n`,
      lines: `${large}\n{"b":1}\n`,
      json: large,
      objects: `${large}{"b":1}`,
    }[kind];
    const frames = readText(kind, text);
    expect(complaints(frames)).toEqual(['too-large']);
    expect(values(frames)).toEqual(kind === 'json' ? [] : [{ b: 1 }]);
  });
});

describe('an event stream', () => {
  it.each([
    ['no space after the colon', 'data:{"a":1}\n\n', [{ a: 1 }]],
    ['CRLF', 'data: {"a":1}\r\n\r\ndata: {"a":2}\r\n\r\n', [{ a: 1 }, { a: 2 }]],
    ['CR', 'data: {"a":1}\r\rdata: {"a":2}\r\r', [{ a: 1 }, { a: 2 }]],
    ['data in several lines', 'data: {\ndata: "a":\ndata: 1}\n\n', [{ a: 1 }]],
    ['names, ids and comments', ': hi\nevent: x\nid: 1\nretry: 5\ndata: {"a":1}\n\n', [{ a: 1 }]],
    ['no line end at the end', 'data: {"a":1}', [{ a: 1 }]],
    ['no empty lines between events', 'data: {"a":1}\ndata: {"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['an empty data line first', 'data:\ndata: {"a":1}\n\n', [{ a: 1 }]],
  ])('is read with %s', (_name, text, expected) => {
    const frames = readText('events', text);
    expect(values(frames)).toEqual(expected);
    expect(complaints(frames)).toEqual([]);
  });

  it('gives a value out at the end of its line, without waiting for the event to end', () => {
    const parser = chooseParser(TYPES.events);
    expect(parser.push('data: {"a":1}\n')).toEqual([{ kind: 'value', value: { a: 1 } }]);
  });

  it('loses nothing to a stray line', () => {
    const frames = readText('events', 'data: [DONE]\n\noops\ndata: {"a":1}\n\n');
    expect(values(frames)).toEqual([{ a: 1 }]);
    expect(complaints(frames)).toEqual(['not-json', 'stray-line']);
  });

  it('loses nothing to a broken line that is not separated from good ones', () => {
    const frames = readText('events', 'data: ping\ndata: {"a":1}\ndata: {"a":2}\n\n');
    expect(values(frames)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(complaints(frames)).toEqual(['not-json']);
  });
});

describe('newline-delimited JSON', () => {
  it('skips empty lines and reports lines that are no JSON', () => {
    const frames = readText('lines', '{"a":1}\r\n\n[DONE]\n  {"a":2}');
    expect(values(frames)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(complaints(frames)).toEqual(['not-json']);
  });

  it('ends a line at a line feed only, and skips one of spaces', () => {
    const frames = readText('lines', '{"a":\r1}\n \t\r\n{"a":2}\n');
    expect(values(frames)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(complaints(frames)).toEqual([]);
  });
});

describe('a stream of objects', () => {
  it.each([
    ['objects in objects', '{"a":{"b":{}}}{"c":1}', [{ a: { b: {} } }, { c: 1 }], []],
    ['line ends inside of objects', '{\n"a":\n{\n}\n}\n{"b":1}', [{ a: {} }, { b: 1 }], []],
    ['nothing between them', '{"a":1}{"a":2}', [{ a: 1 }, { a: 2 }], []],
    [
      'braces, quotes and escapes in strings',
      '{"a":"}\\"{\\\\"}{"a":2}',
      [{ a: '}"{\\' }, { a: 2 }],
      [],
    ],
    ['a list around them', '[{"a":1},\n{"a":2}]', [{ a: 1 }, { a: 2 }], []],
    [
      'event stream lines',
      'data: {"a":1}\n\ndata: {"a":2}',
      [{ a: 1 }, { a: 2 }],
      ['not-json', 'not-json'],
    ],
    ['an object that is none', '{oops}{"a":1}', [{ a: 1 }], ['not-json']],
    ['a string that a line end breaks', '{"a":"x\n{"a":1}', [{ a: 1 }], ['not-json']],
    ['a page of HTML', '<p>no</p>', [], ['not-json']],
  ])('is read with %s', (_name, text, expected, expectedComplaints) => {
    const frames = readText('objects', text);
    expect(values(frames)).toEqual(expected);
    expect(complaints(frames)).toEqual(expectedComplaints);
  });

  it('is whole though its last words are no value', async () => {
    const { frames, end } = await readBytes('objects', [new TextEncoder().encode('{"a":1} oops')]);
    expect(complaints(frames)).toEqual(['not-json']);
    expect(end).toBe('whole');
  });
});

describe('a JSON body', () => {
  it('may be any value', () => {
    expect(values(readText('json', ' [1, {"a":2}]\n'))).toEqual([[1, { a: 2 }]]);
  });

  it('is read as a stream of objects when it is several', () => {
    expect(values(readText('json', '{"a":1}\n{"a":2}'))).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe('chooseParser', () => {
  it('goes by the media type, whatever its case and parameters', () => {
    const probe = 'data: {"a":1}\n\n';
    const read = (type: string | null): readonly RawFrame[] => {
      const parser = chooseParser(type);
      return [...parser.push(probe), ...parser.end()];
    };
    expect(complaints(read('Text/Event-Stream;charset=UTF-8'))).toEqual([]);
    expect(complaints(read('text/event-stream ; charset=UTF-8'))).toEqual([]);
    expect(complaints(read(null))).toEqual(['not-json']);
    expect(values(read(null))).toEqual([{ a: 1 }]);
    expect(values(read('text/plain'))).toEqual([{ a: 1 }]);
    expect(values(read('application/x-ndjson'))).toEqual([]);
  });
});
