import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import {
  decodeText,
  encodeSegment,
  extendUrl,
  lastWord,
  splitQuery,
  toSocketUrl,
  urlProblem,
} from './endpoint-url.ts';

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
    ['http://h/p/', '', {}, 'http://h/p/'],
    ['http://h//', '/api', {}, 'http://h/api'],
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

test.each([
  ['http://h/p?a=1&b=?#c', 'http://h/p', 'a=1&b=?'],
  ['/p#a?b', '/p', ''],
  ['?a=1', '', 'a=1'],
  ['', '', ''],
])('the parts of %j are %j and %j', (url, base, query) => {
  expect(splitQuery(url)).toEqual({ base, query });
});

test.each([
  ['https://host.test/files/plan.pdf?signed=a/b#c/d', 'plan.pdf'],
  ['https://host.test/files/', ''],
  ['https://host.test', ''],
  ['https://host.test?a/b', ''],
  ['https://host.test#a/b', ''],
  ['s3+V4.x-://host.test', ''],
  ['/files/plan.pdf', 'plan.pdf'],
  ['plan.pdf', 'plan.pdf'],
  ['https://h/%C3%BCber%20uns.pdf', 'über uns.pdf'],
  ['https://h/100%', '100%'],
  ['data:text/plain,a/b', ''],
  ['DATA:text/plain,a/b', ''],
  ['', ''],
])('the last word of %j is %j', (url, word) => {
  expect(lastWord(url)).toBe(word);
});

test('what cannot be decoded stays as it is', () => {
  expect(decodeText('a%20b')).toBe('a b');
  expect(decodeText('a%2')).toBe('a%2');
});

describe('toSocketUrl', () => {
  it.each([
    ['http://h/p', 'ws://h/p'],
    ['https://h/p', 'wss://h/p'],
    ['HTTPS://h', 'wss://h'],
    ['wss://h', 'wss://h'],
    ['/relay', '/relay'],
    ['wss://h/?from=http://a', 'wss://h/?from=http://a'],
    ['wss://h/?from=https://a', 'wss://h/?from=https://a'],
  ])('%s is %s', (url, expected) => {
    expect(toSocketUrl(url)).toBe(expected);
  });
});

describe('urlProblem', () => {
  it.each<[string | undefined, socket: boolean, http: boolean]>([
    [undefined, true, true],
    ['wss://h', true, false],
    ['WS://localhost:8000/ws/chat?a=1', true, false],
    ['https://h/p', true, true],
    ['HTTP://[::1]:80', true, true],
    // A page resolves these against its own origin.
    ['/relative', true, true],
    ['//h/p', true, true],
    ['nonsense', false, false],
    ['relay.test/chat', false, false],
    ['localhost:8000/ws/chat', false, false],
    ['ftp://h', false, false],
    ['javascript:alert(1)', false, false],
    ['wss:/h', false, false],
    ['wss://', false, false],
    ['https://h h', false, false],
    ['https://h:port', false, false],
  ])('%s fits a socket: %s, HTTP: %s', (url, socket, http) => {
    expect(urlProblem(url, 'websocket') === undefined).toBe(socket);
    expect(urlProblem(url, 'http') === undefined).toBe(http);
  });

  it('names what an address begins with, and repeats nothing of it', () => {
    const problem = urlProblem('user:SECRET@h?key=SECRET', 'http');
    expect(problem).toMatch(/^url .*http:\/\/, https:\/\/ or \/$/u);
    expect(problem).not.toContain('SECRET');
  });

  it('is total', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const url of [text, `wss://${text}`]) {
          expect(typeof urlProblem(url, 'websocket')).toMatch(/string|undefined/u);
        }
      }),
    );
  });
});
