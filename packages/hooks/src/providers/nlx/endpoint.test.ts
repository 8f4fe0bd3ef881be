import { describe, expect, test } from 'vitest';

import { bodyLanguage, httpTarget, restEndpoint, socketTarget } from './endpoint.ts';
import type { NlxOptions } from './nlx-options.ts';

const SOCKET = { transport: 'websocket', deploymentKey: 'dep', channelKey: 'chan' } as const;
const HTTP = { ...SOCKET, transport: 'http' } as const;
const KEY = { apiKey: 'k' };

describe('over a socket', () => {
  test.each<[string, Partial<NlxOptions>, string | undefined, string | undefined, string]>([
    [
      'the vendor is the default',
      {},
      undefined,
      undefined,
      'wss://us-east-1-ws.apps.nlx.ai?deploymentKey=dep&channelKey=chan-en-US&apiKey=k&languageCode=en-US',
    ],
    [
      'the channel key supplies the language',
      { channelKey: 'chan-es-MX' },
      undefined,
      undefined,
      'wss://us-east-1-ws.apps.nlx.ai?deploymentKey=dep&channelKey=chan-es-MX&apiKey=k&languageCode=es-MX',
    ],
    [
      'an explicit language replaces the tag',
      { channelKey: 'chan-es-MX', languageCode: 'de-DE' },
      undefined,
      undefined,
      'wss://us-east-1-ws.apps.nlx.ai?deploymentKey=dep&channelKey=chan-de-DE&apiKey=k&languageCode=de-DE',
    ],
    [
      'a known conversation is resumed',
      {},
      'wss://h/ws',
      'c 1',
      'wss://h/ws?deploymentKey=dep&channelKey=chan-en-US&apiKey=k&languageCode=en-US&conversationId=c%201',
    ],
    [
      'an address keeps its own query, slash and all, and only what is missing is added',
      {},
      'wss://h/ws/?tenant=a%20b&apiKey=mine&deploymentKey=theirs',
      undefined,
      'wss://h/ws/?tenant=a%20b&apiKey=mine&deploymentKey=theirs&channelKey=chan-en-US&languageCode=en-US',
    ],
    [
      'an address that names the channel supplies the language',
      {},
      'wss://h?channelKey=other-fr-FR',
      undefined,
      'wss://h?channelKey=other-fr-FR&deploymentKey=dep&apiKey=k&languageCode=fr-FR',
    ],
    [
      'a conversation that goes on wins over the one in the address',
      {},
      'wss://h?conversationId=old',
      'new',
      'wss://h?conversationId=new&deploymentKey=dep&channelKey=chan-en-US&apiKey=k&languageCode=en-US',
    ],
    [
      'an HTTP address is taken for its socket',
      {},
      'http://localhost:8010',
      undefined,
      'ws://localhost:8010?deploymentKey=dep&channelKey=chan-en-US&apiKey=k&languageCode=en-US',
    ],
    [
      'everything added is encoded',
      { deploymentKey: 'a&b=c#d', channelKey: 'ü' },
      'wss://h',
      undefined,
      'wss://h?deploymentKey=a%26b%3Dc%23d&channelKey=%C3%BC-en-US&apiKey=k&languageCode=en-US',
    ],
  ])('%s', (_fact, change, url, conversationId, expected) => {
    const options = { ...SOCKET, ...change, ...(url && { url }) };
    expect(socketTarget(options, { ...KEY, url }, conversationId).url).toBe(expected);
  });

  test('a relay needs no key, and none is invented', () => {
    const { url } = socketTarget(SOCKET, { url: 'wss://relay.example/nlx' }, undefined);
    expect(new URL(url).searchParams.has('apiKey')).toBe(false);
  });

  test('headers travel for a constructor that can send them', () => {
    const headers = { 'x-tenant': 'a' };
    expect(socketTarget(SOCKET, { ...KEY, headers }, undefined).headers).toEqual(headers);
  });

  test('NLX defect 7: a language change over the socket dials the new language', () => {
    const url = 'wss://h?channelKey=chan-en-US&languageCode=en-US';
    for (const change of [{}, { channelKey: 'chan-en-US' }, { url }]) {
      const options = { ...SOCKET, ...change, languageCode: 'es-MX' };
      const target = socketTarget(options, { ...KEY, ...('url' in change && { url }) }, 'c1');
      const { searchParams } = new URL(target.url);
      expect(searchParams.getAll('channelKey')).toEqual(['chan-es-MX']);
      expect(searchParams.getAll('languageCode')).toEqual(['es-MX']);
      expect(searchParams.get('conversationId')).toBe('c1');
    }
  });
});

test.each([
  [
    'an endpoint without its language gets it',
    'https://h/c/dep/other',
    'https://h/c/dep/other-en-US',
  ],
  ['a longer path is a relay’s', 'https://h/c/dep/other/more', 'https://h/c/dep/other/more'],
  ['a shorter path is a relay’s', 'https://h/c/dep', 'https://h/c/dep'],
  ['slashes alone are no path', 'https://h//', 'https://h/c/dep/chan-en-US'],
  ['an endpoint’s own language stays', 'https://h/c/dep/x-de-DE', 'https://h/c/dep/x-de-DE'],
  ['what does not decode is taken as it is', 'https://h/c/d/%E0-de-DE', 'https://h/c/d/%E0-de-DE'],
])('an address that only the dial knows: %s', (_fact, url, expected) => {
  expect(restEndpoint({ ...HTTP, url: () => url }, url)).toBe(expected);
});

describe('over HTTP', () => {
  test.each<[string, Partial<NlxOptions>, string | undefined, string]>([
    ['the vendor is the default', {}, undefined, 'https://apps.nlx.ai/c/dep/chan-en-US'],
    [
      'an origin gets the path',
      {},
      'http://localhost:8010',
      'http://localhost:8010/c/dep/chan-en-US',
    ],
    ['an origin with a slash gets the path', {}, 'https://h/', 'https://h/c/dep/chan-en-US'],
    ['an origin keeps its query', {}, 'https://h?a=1', 'https://h/c/dep/chan-en-US?a=1'],
    [
      'an endpoint without its language gets it',
      {},
      'https://h/c/dep/chan',
      'https://h/c/dep/chan-en-US',
    ],
    [
      'a path that ends in the channel gets its language',
      { channelKey: 'chan-es-MX' },
      'https://h/nlx/chan?x=y',
      'https://h/nlx/chan-es-MX?x=y',
    ],
    [
      'a whole endpoint is kept',
      {},
      'https://h/c/other/x-fr-FR?y=1',
      'https://h/c/other/x-fr-FR?y=1',
    ],
    [
      'an explicit language replaces the one of an endpoint',
      { languageCode: 'de-DE' },
      'https://h/c/dep/chan-fr-FR',
      'https://h/c/dep/chan-de-DE',
    ],
    [
      'an endpoint in that very language is kept, slash and all',
      { languageCode: 'fr-FR' },
      'https://h/c/dep/chan-fr-FR/',
      'https://h/c/dep/chan-fr-FR/',
    ],
    [
      'what is added goes before a fragment, which is dropped',
      {},
      'https://h/c/dep/chan?a=1#top',
      'https://h/c/dep/chan-en-US?a=1',
    ],
    [
      'an address in the query is none of its own',
      {},
      'https://h/api?next=https://other.test',
      'https://h/api?next=https://other.test',
    ],
    ['a path of the vendor’s shape gets the language', {}, '/c/dep/chan', '/c/dep/chan-en-US'],
    ["a relay's path is kept as it is", {}, 'https://h/api/nlx/', 'https://h/api/nlx/'],
    ['a path alone is kept as it is', {}, '/api/nlx', '/api/nlx'],
    [
      'everything added is encoded',
      { deploymentKey: 'a/b', channelKey: 'c?d' },
      'https://h',
      'https://h/c/a%2Fb/c%3Fd-en-US',
    ],
  ])('%s', (_fact, change, url, expected) => {
    expect(restEndpoint({ ...HTTP, ...change, ...(url && { url }) }, url)).toBe(expected);
  });

  test.each([
    [undefined, '*/*'],
    [true, '*/*'],
    [false, 'application/json'],
  ])('with stream %s, it accepts %s', (stream, accept) => {
    expect(httpTarget({ ...HTTP, stream }, KEY).headers).toEqual({
      'Content-Type': 'application/json',
      'nlx-api-key': 'k',
      Accept: accept,
    });
  });

  test("a developer's header replaces ours, whatever its case", () => {
    const { headers } = httpTarget(HTTP, { headers: { accept: 'text/plain', 'X-A': '1' } });
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      accept: 'text/plain',
      'X-A': '1',
    });
  });
});

test('NLX defect 11: the key goes to the host that was configured and to no other', () => {
  const hosts = ['relay.example', 'localhost:8010', 'nlx.ai.evil.example'];
  for (const host of hosts) {
    const socket = socketTarget(SOCKET, { apiKey: 'SECRET', url: `wss://${host}/a` }, undefined);
    expect(new URL(socket.url).host).toBe(host);
    const http = httpTarget(HTTP, { apiKey: 'SECRET', url: `https://${host}` });
    expect(new URL(http.url).host).toBe(host);
    expect(http.url).not.toContain('SECRET');
  }
});

test.each<[Partial<NlxOptions>, string | undefined]>([
  [{}, 'en-US'],
  [{ languageCode: 'de-DE' }, 'de-DE'],
  [{ channelKey: 'chan-es-MX' }, 'es-MX'],
  [{ url: 'https://h/c/dep/chan-fr-FR' }, 'fr-FR'],
  [{ url: () => 'https://h/c/dep/chan-fr-FR' }, undefined],
  [{ url: 'https://h/api' }, undefined],
])('with %j, bodies name the language %s', (change, language) => {
  expect(bodyLanguage({ ...HTTP, ...change })).toBe(language);
});
