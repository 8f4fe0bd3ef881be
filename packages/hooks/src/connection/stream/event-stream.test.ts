import { expect, it } from 'vitest';

import { chooseParser } from './choose-parser.ts';
import { MAX_PIECE_LENGTH } from './stream-parser.ts';

const value = (given: unknown) => ({ kind: 'value', value: given });
const garbage = (reason: string) => ({ kind: 'garbage', reason });

function read(...texts: readonly string[]): readonly unknown[] {
  const parser = chooseParser('text/event-stream');
  return [...texts.flatMap((text) => parser.push(text)), ...parser.end()];
}

it.each<[string, readonly string[], readonly unknown[]]>([
  ['a field without a colon', ['data\n\n'], []],
  ['a line without a colon', ['dat\n\n'], [garbage('stray-line')]],
  ['a comment', [': hello\n\n'], []],
  ['one space after the colon, and no more', ['data: "a"\n\n'], [value('a')]],
  ['no space after the colon', ['data:"a "\n\n'], [value('a ')]],
  ['a space that belongs to the words', ['data:  oops\n\n'], [garbage('not-json')]],
  ['blank data', ['data: \n\ndata:\n\ndata:   \n\n'], []],
  ['a space after the value', ['data:12 \n\n'], [value(12)]],
  ['a value over lines', ['data: {\ndata: "a":\ndata:  1}\n\n'], [value({ a: 1 })]],
  ['numbers that are two lines', ['data: [1,\ndata: 2]\n\n'], [value([1, 2])]],
  [
    'lines that are no value together, each alone',
    ['data: {\ndata:\ndata: 2\n\n'],
    [garbage('not-json'), value(2)],
  ],
  [
    'a blank line among lines that are no value together',
    ['data: {\ndata:   \ndata: 2\n\n'],
    [garbage('not-json'), value(2)],
  ],
  [
    'a number that is no number any more over two lines',
    ['data: [1\ndata: 2]\n\n'],
    [garbage('not-json'), garbage('not-json')],
  ],
  ['an end in the middle of a value', ['data: {"a":'], [garbage('truncated')]],
  ['an end after a line of a value', ['data: {"a":\n'], [garbage('truncated')]],
  ['a line end of two characters', ['data: 1\r\ndata: 2\r\n\r\n'], [value(1), value(2)]],
  ['a line end that is split', ['data: {\r', '\ndata: }\r', '\n\r', '\n'], [value({})]],
  [
    'two lone returns, which end two lines',
    ['data: {\r\rdata: }\r\r'],
    [garbage('not-json'), garbage('not-json')],
  ],
  ['a return and, later, an empty line', ['data: {\r', 'data: }\n', '\n'], [value({})]],
])('an event stream with %s', (_what, texts, frames) => {
  expect(read(...texts)).toEqual(frames);
});

it('gives up on an event that is too long, and reads the next one', () => {
  const half = `data: ["${'x'.repeat(MAX_PIECE_LENGTH / 2)}\n`;
  expect(read(half, half, half, '\n', 'data: 1\n\n')).toEqual([
    garbage('too-large'),
    garbage('too-large'),
    garbage('not-json'),
    value(1),
  ]);
});

it('takes a line of exactly the most it may have, and not one more', () => {
  const line = (length: number): string => `data: "${'x'.repeat(length - 'data: ""'.length)}"`;
  expect(read(`${line(MAX_PIECE_LENGTH)}\n\n`)).toMatchObject([{ kind: 'value' }]);
  expect(read(`${line(MAX_PIECE_LENGTH + 1)}\n\n`)).toEqual([garbage('too-large')]);
});

it('takes an event of several lines of exactly the most it may have, and not one more', () => {
  // No line alone is too long.
  const half = ' '.repeat(MAX_PIECE_LENGTH / 2);
  const event = (length: number): string => {
    const rest = '2]'.padStart(length - '[1,'.length - half.length);
    return `data:[1,\ndata: ${half}\ndata: ${rest}\n\n`;
  };
  expect(read(event(MAX_PIECE_LENGTH))).toEqual([value([1, 2])]);
  expect(read(event(MAX_PIECE_LENGTH + 1))).toEqual([garbage('too-large'), garbage('not-json')]);
});
