import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mendMarkdown } from './mend-markdown.ts';

describe('mendMarkdown', () => {
  it.each([
    ['plain text', 'plain text'],
    ['some **bold te', 'some **bold te**'],
    ['some **', 'some '],
    ['some *', 'some '],
    ['some **bold**', 'some **bold**'],
    ['some **bold*', 'some **bold**'],
    ['*it and **bo', '*it and **bo***'],
    ['~~gone', '~~gone~~'],
    ['snake_case_name', 'snake_case_name'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['a `co', 'a `co`'],
    ['a `', 'a '],
    ['a ``co`', 'a ``co``'],
    ['a `b*c` d', 'a `b*c` d'],
    ['see [the man', 'see the man'],
    ['see [the manual](https://sho', 'see the manual'],
    ['see [the manual](https://shop.example)', 'see [the manual](https://shop.example)'],
    ['an ![imag', 'an '],
    ['an ![image](https://', 'an '],
    ['text\n-', 'text'],
    ['text\n==', 'text'],
    ['- one\n-', '- one'],
    ['- one\n2', '- one'],
    ['#', ''],
    ['| a | b', ''],
    ['| a | b |\n', '| a | b |\n|---|---|'],
    ['| a | b |\n|--', '| a | b |\n|---|---|'],
    ['```js\nconst a = 1;\n``', '```js\nconst a = 1;'],
    ['```js\nconst a = "**', '```js\nconst a = "**'],
    ['\\*not emphasis', '\\*not emphasis'],
  ])('%j looks like %j', (half, mended) => {
    expect(mendMarkdown(half)).toBe(mended);
  });

  it('leaves whole text of any kind without an exception, and adds at most a few marks', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '*',
            '_',
            '`',
            '[',
            ']',
            '(',
            ')',
            '!',
            '~',
            '|',
            '\n',
            ' ',
            'a',
            '\\',
            '#',
            '-',
          ),
        ),
        (parts) => {
          const text = parts.join('');
          expect(mendMarkdown(text).length).toBeLessThanOrEqual(text.length * 6 + 20);
        },
      ),
    );
  });
});
