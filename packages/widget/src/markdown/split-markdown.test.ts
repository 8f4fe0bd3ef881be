import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MARKDOWN_ANSWER } from '../testing/sample-messages.ts';
import { lexBlock } from './lex-markdown.ts';
import { plainText } from './plain-text.ts';
import { createSplitter, splitMarkdown } from './split-markdown.ts';

const markdown = fc
  .array(
    fc.constantFrom(
      '# Head\n',
      'word ',
      '\n',
      '\n\n',
      '- item\n',
      '1. item\n',
      '> quote\n',
      '```\n',
      '| a | b |\n',
      '|---|---|\n',
      '**',
      '`',
      '[x]',
      '(https://a.example)',
      '    code\n',
      '<b>',
      '[x]: https://a.example\n',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('splitMarkdown', () => {
  it('loses nothing: its blocks are the text', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(splitMarkdown(text).blocks.join('')).toBe(text);
      }),
    );
  });

  it('finds the definitions that blocks refer to', () => {
    const { definitions } = splitMarkdown('See [the page][a].\n\n[a]: https://a.example\n');
    expect(definitions).toBe('[a]: https://a.example');
  });
});

describe('createSplitter', () => {
  it('cuts a text that grows as it cuts the whole text', () => {
    fc.assert(
      fc.property(markdown, fc.array(fc.nat(200), { maxLength: 8 }), (text, cuts) => {
        const split = createSplitter();
        for (const cut of [...cuts].sort((a, b) => a - b)) {
          split(text.slice(0, cut));
        }
        expect(split(text).blocks.join('')).toBe(text);
      }),
    );
  });

  it('keeps the blocks of an answer as it grows character by character', () => {
    const split = createSplitter();
    for (let end = 1; end < MARKDOWN_ANSWER.length; end += 1) {
      split(MARKDOWN_ANSWER.slice(0, end));
    }
    expect(split(MARKDOWN_ANSWER)).toEqual(splitMarkdown(MARKDOWN_ANSWER));
  });

  it('takes a definition as it is when it is whole', () => {
    const text = 'See [it][a].\n\n[a]: https://a.example/page\n\nMore.';
    const split = createSplitter();
    for (let end = 1; end <= text.length; end += 1) {
      split(text.slice(0, end));
    }
    expect(split(text)).toEqual(splitMarkdown(text));
  });

  it('starts over with a text that does not go on from the last', () => {
    const split = createSplitter();
    split('# One\n\ntwo');
    expect(split('three').blocks).toEqual(['three']);
  });
});

describe('hostile markdown', () => {
  const N = 200_000;
  it.each([
    ['quotes in quotes', '>'.repeat(N)],
    ['open brackets', '['.repeat(N)],
    ['half links', '[a]('.repeat(N / 4)],
    ['tildes', '~~a '.repeat(N / 4)],
    ['mixed emphasis', '**a*b_'.repeat(N / 6)],
    ['backticks', '` `` ``` '.repeat(N / 9)],
    ['angle brackets', '<a '.repeat(N / 3)],
    ['comments', '<!--'.repeat(N / 4)],
    ['lists in lists', '- '.repeat(N / 2)],
    ['numbers in numbers', '1. '.repeat(N / 3)],
    ['pipes', '|a\n'.repeat(N / 3)],
    ['one word', 'a'.repeat(N)],
    ['spaces', `a${' '.repeat(N)}b`],
  ])('reads %s without holding the page up', (_title, text) => {
    const from = performance.now();
    // What the widget hands over: the rest is plain text.
    const capped = text.slice(0, 100_000);
    const { blocks, definitions } = splitMarkdown(capped);
    for (const block of blocks) {
      lexBlock(block, definitions);
    }
    plainText(text);
    expect(blocks.join('')).toBe(capped);
    // Read as markdown, several of these take seconds. The bound leaves room for a busy machine.
    expect(performance.now() - from).toBeLessThan(500);
  });

  it('is total', () => {
    fc.assert(
      fc.property(fc.oneof(markdown, fc.string({ unit: 'binary' })), (text) => {
        for (const block of splitMarkdown(text).blocks) {
          lexBlock(block);
        }
        expect(typeof plainText(text)).toBe('string');
      }),
    );
  });
});

describe('plainText', () => {
  it.each([
    ['**Bold** and *it* and `code`', 'Bold and it and code'],
    ['- one\n- two', 'one, two'],
    ['See [the page](https://a.example).', 'See the page.'],
    ['Fish &amp; chips', 'Fish & chips'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a, b. 1, 2'],
    ['# Title\n\nText', 'Title Text'],
  ])('reads %j as %j', (text, spoken) => {
    expect(plainText(text)).toBe(spoken);
  });
});
