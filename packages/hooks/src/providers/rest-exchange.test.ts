import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { codeOfStatus, exchangeRest, isSuccess, restBase } from './rest-exchange.ts';
import { type RestServer, startRestServer } from './testing/rest-server.ts';

describe('exchangeRest', () => {
  let server: RestServer;
  beforeEach(async () => {
    server = await startRestServer();
  });
  afterEach(() => server.close());

  it.each([
    ['{"a":1}', { a: 1 }],
    ['<h1>502</h1>', '<h1>502</h1>'],
    ['', undefined],
  ])('reads the body %j as %j', async (body, expected) => {
    server.answer({ status: 200, body });
    const outcome = await exchangeRest({ method: 'GET', url: `${server.origin}/x` }, {});
    expect(outcome).toEqual({ ok: true, response: { status: 200, body: expected } });
  });

  it('asks as it is told: with the method, the headers and the body, or with none', async () => {
    const url = `${server.origin}/x`;
    const headers = { Authorization: 'Bearer key' };
    await exchangeRest({ method: 'POST', url, headers, body: '{"a":1}' }, {});
    await exchangeRest({ method: 'GET', url }, {});
    expect(server.seen).toMatchObject([
      { method: 'POST', url: '/x', headers: { authorization: 'Bearer key' }, body: '{"a":1}' },
      { method: 'GET', url: '/x', body: '' },
    ]);
  });

  it.each([
    [undefined, false],
    ['', true],
    ['{}', true],
  ])('gives fetch a body only where there is one: %j', async (body, given) => {
    const fetch = (_url: unknown, init?: RequestInit): Promise<Response> =>
      Promise.resolve(Response.json(init && 'body' in init));
    const outcome = await exchangeRest({ method: 'POST', url: '/x', body }, { fetch });
    expect(outcome).toMatchObject({ response: { body: given } });
  });

  it.each([
    ['a key', { 'X-API-Key': 'long-enough' }, 'no •••'],
    ['each of several keys', { a: 'long-enough', b: 'no long-enough' }, 'no •••'],
    ['a key of eight letters', { 'X-API-Key': 'g-enough' }, 'no lon•••'],
    ['what is too short to be a key', { 'X-API-Key': '-enough' }, 'no long-enough'],
    ['what every request has', { Accept: 'long-enough' }, 'no long-enough'],
    ['what every request with a body has', { 'content-type': 'long-enough' }, 'no long-enough'],
    ['a header of a similar name', { 'X-Accept': 'long-enough' }, 'no •••'],
    ['a header of a longer name', { 'Accept-Token': 'long-enough' }, 'no •••'],
  ])('is quiet about what it sent when it is refused: %s', async (_what, headers, body) => {
    server.answer({ status: 401, body: 'no long-enough' });
    const refused = await exchangeRest({ method: 'GET', url: `${server.origin}/x`, headers }, {});
    expect(refused).toMatchObject({ ok: true, response: { status: 401, body } });
    server.answer({ status: 200, body: 'no long-enough' });
    const taken = await exchangeRest({ method: 'GET', url: `${server.origin}/x`, headers }, {});
    expect(taken).toMatchObject({ response: { body: 'no long-enough' } });
  });

  it.each([
    [new DOMException('x', 'AbortError'), 'aborted', 'The request was cancelled.', undefined],
    [
      new DOMException('x', 'TimeoutError'),
      'timeout',
      'The server did not answer in time.',
      undefined,
    ],
    [
      new TypeError('Failed to fetch'),
      'unreachable',
      'The server could not be reached.',
      'Check restUrl, that the server runs, and that it lets this page call it (CORS).',
    ],
    [
      'AbortError',
      'unreachable',
      'The server could not be reached.',
      'Check restUrl, that the server runs, and that it lets this page call it (CORS).',
    ],
  ])('says of %s what a person can do', async (thrown, code, message, fix) => {
    const fetch = (): Promise<Response> => Promise.reject(thrown);
    const outcome = await exchangeRest({ method: 'GET', url: '/x' }, { fetch });
    expect(outcome).toMatchObject({ ok: false, error: { code, message } });
    expect('error' in outcome && outcome.error.fix).toBe(fix);
  });

  it('answers unreachable for a server that is down, with no address in the error', async () => {
    await server.close();
    const url = `${server.origin}/x?token=canary`;
    const outcome = await exchangeRest({ method: 'GET', url }, {});
    expect(outcome).toMatchObject({ ok: false, error: { code: 'unreachable', retryable: true } });
    expect(JSON.stringify(outcome)).not.toContain('canary');
    server = await startRestServer();
  });

  it('answers unreachable for an address that is none, without repeating it', async () => {
    const outcome = await exchangeRest({ method: 'GET', url: 'no url?token=canary' }, {});
    expect(outcome).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(JSON.stringify(outcome)).not.toContain('canary');
  });

  it.each([
    ['http://chat.example/x', { 'X-API-Key': 'k' }],
    ['HTTP://192.168.0.7:8000/x', { Authorization: 'Bearer k', Accept: 'application/json' }],
  ])('sends no key to %s, which everybody on the way could read', async (url, headers) => {
    const fetch = vi.fn(() => Promise.resolve(Response.json({})));
    const request = { method: 'GET', url } as const;
    expect(await exchangeRest({ ...request, headers }, { fetch })).toMatchObject({
      ok: false,
      error: {
        code: 'unsupported',
        message: 'The address is not encrypted.',
        fix: expect.stringContaining('https://'),
      },
    });
    expect(fetch).not.toHaveBeenCalled();
    const bare = { ...request, headers: { Accept: 'application/json' } };
    expect(await exchangeRest(bare, { fetch })).toMatchObject({ ok: true });
  });

  it.each(['/relay/x', 'https://chat.example/x', 'http://localhost:8000/x', 'http://[::1]/x'])(
    'sends a key to %s',
    async (url) => {
      const fetch = vi.fn(() => Promise.resolve(Response.json({})));
      const headers = { 'X-API-Key': 'k' };
      expect(await exchangeRest({ method: 'GET', url, headers }, { fetch })).toMatchObject({
        ok: true,
      });
    },
  );

  it('reads no more of a body than an answer can have', async () => {
    let given = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(1_048_576).fill(0x20));
      },
    });
    const fetch = (): Promise<Response> => Promise.resolve(new Response(body));
    const outcome = await exchangeRest({ method: 'GET', url: '/x' }, { fetch });
    expect(outcome).toMatchObject({ ok: true, response: { body: ' '.repeat(8_388_608) } });
    expect(given).toBeLessThan(16);
  });

  it('takes JSON without an end for nothing', async () => {
    for (const [levels, isRead] of [
      [60, true],
      [70, false],
      [200_000, false],
    ] as const) {
      server.answer({ status: 200, body: '['.repeat(levels) + ']'.repeat(levels) });
      const outcome = await exchangeRest({ method: 'GET', url: `${server.origin}/x` }, {});
      expect(outcome.ok && outcome.response.body !== undefined).toBe(isRead);
    }
  });

  it('answers timeout for a body that stands still', async () => {
    const standing = createServer((_request, response) => {
      response.writeHead(200).write('{');
    });
    await new Promise<void>((listening) => standing.listen(0, '127.0.0.1', listening));
    // A server that listens on a TCP port has such an address.
    const { port } = standing.address() as AddressInfo;
    const request = { method: 'GET', url: `http://127.0.0.1:${port}/x` } as const;
    const outcome = await exchangeRest(request, { signal: AbortSignal.timeout(50) });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'timeout' } });
    standing.closeAllConnections();
    standing.close();
  });

  it('answers timeout after 30 s, with another signal as well, whether the server is silent or stops', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const standing = createServer((request, response) => {
      if (request.url === '/stops') {
        response.writeHead(200).write('{');
      }
    });
    await new Promise<void>((listening) => standing.listen(0, '127.0.0.1', listening));
    onTestFinished(() => {
      standing.closeAllConnections();
      standing.close();
    });
    // A server that listens on a TCP port has such an address.
    const { port } = standing.address() as AddressInfo;
    for (const path of ['silent', 'stops']) {
      const asked = once(standing, 'request');
      const outcome = exchangeRest(
        { method: 'GET', url: `http://127.0.0.1:${port}/${path}` },
        { signal: new AbortController().signal },
      );
      const [request] = (await asked) as [IncomingMessage];
      await vi.advanceTimersByTimeAsync(29_999);
      expect(request.destroyed).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(await outcome).toMatchObject({ ok: false, error: { code: 'timeout' } });
    }
  });

  it('answers aborted when its signal ends it, and timeout when the signal was a deadline', async () => {
    server.answer('hang');
    const request = { method: 'GET', url: `${server.origin}/x` } as const;
    expect(await exchangeRest(request, { signal: AbortSignal.abort() })).toMatchObject({
      error: { code: 'aborted' },
    });
    expect(await exchangeRest(request, { signal: AbortSignal.timeout(1) })).toMatchObject({
      error: { code: 'timeout' },
    });
  });
});

describe('judging an answer', () => {
  it.each([
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'not-found'],
    [408, 'timeout'],
    [409, 'rejected'],
    [410, 'not-found'],
    [413, 'too-large'],
    [418, 'protocol'],
    [422, 'rejected'],
    [429, 'rate-limited'],
    [500, 'server'],
    [503, 'server'],
    [599, 'server'],
    [600, 'protocol'],
    [200, 'protocol'],
    [Number.NaN, 'protocol'],
  ] as const)('%s is %s', (status, code) => {
    expect(codeOfStatus(status)).toBe(code);
  });

  it('takes 2xx for success', () => {
    expect([199, 200, 204, 299, 300].map((status) => isSuccess({ status, body: 0 }))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('restBase', () => {
  it('is the address given, else the vendor’s where there is no page', () => {
    expect(restBase('/relay', 'https://vendor')).toBe('/relay');
    expect(restBase(undefined, 'https://vendor')).toBe('https://vendor');
    expect(restBase('', 'https://vendor')).toBe('https://vendor');
  });

  it('is never guessed in a browser', () => {
    Object.defineProperty(globalThis, 'document', { value: {}, configurable: true });
    try {
      expect(restBase(undefined, 'https://vendor')).toMatchObject({
        error: {
          code: 'unsupported',
          message: 'In a browser there is no default restUrl.',
          fix: 'Pass restUrl with the address of your own server or relay, which adds the API key.',
        },
      });
    } finally {
      Reflect.deleteProperty(globalThis, 'document');
    }
  });
});
