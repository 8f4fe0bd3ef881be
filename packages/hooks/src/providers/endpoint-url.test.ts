import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeSegment, extendUrl, toSocketUrl } from './endpoint-url.ts';

describe('extendUrl', () => {
  it.each([
    ['ws://h/p', '', {}, 'ws://h/p'],
    ['ws://h/p', '', { a: '1', b: undefined, c: '2' }, 'ws://h/p?a=1&c=2'],
    ['ws://h/p?x=1', '', { a: '1' }, 'ws://h/p?x=1&a=1'],
    ['ws://h/p?a=own', '', { a: '1', b: '2' }, 'ws://h/p?a=own&b=2'],
    ['ws://h/p?', '', { a: '1' }, 'ws://h/p?a=1'],
    ['ws://h/p#part', '', { a: '1' }, 'ws://h/p?a=1'],
    ['http://h/', '/api', {}, 'http://h/api'],
    ['http://h/prefix?token=t', '/api/v1', { a: '1' }, 'http://h/prefix/api/v1?token=t&a=1'],
    ['/relay/aui', '/api', { a: '1' }, '/relay/aui/api?a=1'],
    ['', '', { a: '1' }, '?a=1'],
  ])('%j with %j and %j is %j', (url, path, parameters, expected) => {
    expect(extendUrl(url, path, parameters)).toBe(expected);
  });

  it('encodes what it adds so that a server reads it back unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const url = new URL(extendUrl('ws://host/path?own=1', '', { value }));
        expect(url.searchParams.getAll('value')).toEqual([value]);
        expect(url.searchParams.get('own')).toBe('1');
        expect(url.host + url.pathname).toBe('host/path');
      }),
    );
  });

  it('never throws, whatever the address and the values', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (url, value) => {
        expect(typeof extendUrl(url, '/p', { [value]: value })).toBe('string');
      }),
    );
    expect(encodeSegment('a\uD800b')).toBe('a%EF%BF%BDb');
    expect(encodeSegment('😀')).toBe('%F0%9F%98%80');
  });
});

describe('toSocketUrl', () => {
  it.each([
    ['http://h/p', 'ws://h/p'],
    ['https://h/p', 'wss://h/p'],
    ['HTTPS://h', 'wss://h'],
    ['wss://h', 'wss://h'],
    ['/relay', '/relay'],
  ])('%s is %s', (url, expected) => {
    expect(toSocketUrl(url)).toBe(expected);
  });
});
