import { expect, test } from 'vitest';

import { dedupeSources, parseSources } from './sources.ts';

test.each<[string, object, object | undefined]>([
  [
    'everything',
    { fileName: 'a.pdf', pageNumber: 2, content: 'c', presignedUrl: 'https://f/a?s=1' },
    { title: 'a.pdf', page: 2, excerpt: 'c', url: 'https://f/a?s=1' },
  ],
  [
    'an address alone',
    { presignedUrl: 'https://f/x/My%20file.pdf?s=1#p' },
    { title: 'My file.pdf', url: 'https://f/x/My%20file.pdf?s=1#p' },
  ],
  [
    'an address that does not decode',
    { presignedUrl: 'https://f/%E0%A4' },
    { title: '%E0%A4', url: 'https://f/%E0%A4' },
  ],
  [
    'an address that names no file',
    { presignedUrl: 'https://f/?file=1' },
    { title: 'https://f/', url: 'https://f/?file=1' },
  ],
  [
    'a passage alone',
    { content: 'x'.repeat(100) },
    { title: `${'x'.repeat(80)}…`, excerpt: 'x'.repeat(100) },
  ],
  ['a link that is none', { fileName: 'a', presignedUrl: 'javascript:alert(1)' }, { title: 'a' }],
  ['words around an address', { fileName: 'a', presignedUrl: 'see https://f/a' }, { title: 'a' }],
  [
    'a page beyond all numbers',
    { fileName: 'a', pageNumber: Number.POSITIVE_INFINITY },
    { title: 'a' },
  ],
  ['a page that is no number', { fileName: 'a', pageNumber: '2' }, { title: 'a' }],
  [
    'facts of its own',
    { fileName: 'a', metadata: { a: [1] } },
    { title: 'a', metadata: { a: [1] } },
  ],
  ['facts that are no object', { fileName: 'a', metadata: 'm' }, { title: 'a' }],
  ['nothing', { metadata: {} }, undefined],
])('a citation with %s', (_what, source, expected) => {
  expect(parseSources({ sources: [source] })).toEqual(expected ? [expected] : []);
});

test('what is no citation is skipped, and there is a cap', () => {
  expect(parseSources({ sources: [null, 1, 'a', [], { fileName: 'a' }] })).toEqual([
    { title: 'a' },
  ]);
  expect(parseSources({ sources: 'a' })).toEqual([]);
  const many = Array.from({ length: 500 }, (_, index) => ({ fileName: String(index) }));
  expect(parseSources({ sources: many })).toHaveLength(100);
});

test('one passage of one page is one citation, however its address was signed', () => {
  const a = { title: 'a', page: 1, excerpt: 'x', url: 'https://f?s=1' };
  const again = { ...a, url: 'https://f?s=2' };
  const other = { ...a, page: 2 };
  expect(dedupeSources([a, again, other])).toEqual([a, other]);
  expect(dedupeSources([a, other], [again])).toEqual([other]);
});
