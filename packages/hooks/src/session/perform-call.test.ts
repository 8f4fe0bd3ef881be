import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createChatError } from '../chat/chat-error.ts';
import type { Clock } from '../connection/runtime.ts';
import { createVirtualClock } from '../connection/testing/virtual-clock.ts';
import type { Call, CallRequest, CallResponse, SessionFacts } from '../providers/provider.ts';
import { callFailure, performCall } from './perform-call.ts';

const FACTS: SessionFacts = {
  session: {},
  handoff: 'bot',
  now: 0,
  streaming: false,
  turnOpen: false,
  lastError: undefined,
  context: undefined,
};
const OWN = createChatError('rejected', 'said by the platform');

type Echo = Call<Partial<CallRequest>, { readonly got: CallResponse }>;

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (chunk: Buffer) => body.push(chunk));
    request.on('end', () => {
      const [, status = '200', kind = 'json'] = (request.url ?? '').split('/');
      if (kind === 'hang') {
        response.writeHead(200).flushHeaders();
        return;
      }
      if (kind === 'cut') {
        response.writeHead(200, { 'Content-Length': '99' }).write('{');
        response.destroy();
        return;
      }
      const heard = {
        method: request.method,
        header: request.headers['x-test'],
        body: Buffer.concat(body).toString(),
      };
      const texts: Record<string, string> = { text: 'plain', empty: '' };
      response.writeHead(Number(status)).end(texts[kind] ?? JSON.stringify(heard));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address with one.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const echo: Echo = {
  build: (request) => ({ method: 'GET', url, ...request }),
  read: (got) => ({ got }),
};

/** What a call asks of a core. */
const coreOf = (fetch: typeof globalThis.fetch, clock: Clock = createVirtualClock()) => ({
  credentials: (_refresh?: boolean) => Promise.resolve({}),
  facts: () => FACTS,
  provider: { credentials: {} },
  leaving: new AbortController(),
  runtime: { fetch, clock },
});

const perform = (request: Partial<CallRequest>, call: Echo = echo, signal?: AbortSignal) =>
  performCall(coreOf(globalThis.fetch), call, request, { signal });

describe('performCall', () => {
  it('sends what was built and reads what came', async () => {
    const result = await perform({
      method: 'POST',
      url: `${url}/201/json`,
      headers: { 'x-test': 'yes' },
      body: '{"a":1}',
    });
    expect(result).toEqual({
      ok: true,
      result: { got: { status: 201, body: { method: 'POST', header: 'yes', body: '{"a":1}' } } },
    });
  });

  it('sends neither headers nor a body where there are none', async () => {
    const result = await perform({ url: `${url}/200/json` });
    expect(result).toMatchObject({ result: { got: { body: { method: 'GET', body: '' } } } });
  });

  it.each([
    ['text', 'plain'],
    ['empty', undefined],
  ])('reads a body that is %s', async (kind, body) => {
    const result = await perform({ url: `${url}/200/${kind}` });
    expect(result).toEqual({ ok: true, result: { got: { status: 200, body } } });
  });

  it.each([
    [200, undefined],
    [299, undefined],
    [300, 'rejected'],
    [404, 'not-found'],
    [500, 'server'],
  ])('takes status %i for what it is', async (status, code) => {
    const result = await perform({ url: `${url}/${status}/json` });
    expect(result.ok ? undefined : result.error.code).toBe(code);
  });

  it('leaves the word to the platform, whatever the status', async () => {
    const refusing: Echo = { ...echo, read: () => ({ error: OWN }) };
    expect(await perform({ url: `${url}/200/json` }, refusing)).toEqual({ ok: false, error: OWN });
    expect(await perform({ url: `${url}/500/json` }, refusing)).toEqual({ ok: false, error: OWN });
  });

  it('makes no call that cannot be made', async () => {
    const core = coreOf(() => {
      throw new Error('fetch was called');
    });
    const result = await performCall(core, { ...echo, build: () => ({ error: OWN }) }, {});
    expect(result).toEqual({ ok: false, error: OWN });
  });

  it.each([
    ['http://chat.example/history', 'unsupported'],
    ['HTTP://10.0.0.1/', 'unsupported'],
    ['/relay/history', undefined],
    ['//chat.example/history', undefined],
    ['https://chat.example/history', undefined],
    ['http://localhost:8000/history', undefined],
  ])('asks %s only where nobody on the way can read it', async (address, code) => {
    const fetch = vi.fn(() => Promise.resolve(Response.json({})));
    const result = await performCall(coreOf(fetch), echo, { url: address });
    expect(result.ok ? undefined : result.error.code).toBe(code);
    expect(fetch).toHaveBeenCalledTimes(code ? 0 : 1);
  });

  it.each(['cut', 'refused'])('does not throw when the connection is %s', async (kind) => {
    const target = kind === 'cut' ? `${url}/200/cut` : 'http://127.0.0.1:1';
    expect(await perform({ url: target })).toEqual({ ok: false, error: callFailure(false) });
    expect(callFailure(false).code).toBe('unreachable');
  });

  it('ends as aborted, before and while it waits', async () => {
    const aborted = { ok: false, error: callFailure(true) };
    expect(await perform({ url: `${url}/200/json` }, echo, AbortSignal.abort())).toEqual(aborted);
    const controller = new AbortController();
    const waiting = perform({ url: `${url}/200/hang` }, echo, controller.signal);
    controller.abort();
    expect(await waiting).toEqual(aborted);
    expect(callFailure(true).code).toBe('aborted');
  });

  it.each(['by fetch', 'otherwise'])('ends as timeout after 30 s, carried %s', async (how) => {
    const clock = createVirtualClock();
    const ended = vi.fn();
    const hangs = (_request: CallRequest, signal: AbortSignal): Promise<never> =>
      new Promise(() => signal.addEventListener('abort', ended));
    const options = how === 'otherwise' ? { carry: hangs } : {};
    const core = coreOf(globalThis.fetch, clock);
    const asked = performCall(core, echo, { url: `${url}/200/hang` }, options);
    await clock.advance(29_999);
    expect(clock.pending()).toHaveLength(1);
    await clock.advance(1);
    expect(await asked).toMatchObject({ ok: false, error: { code: 'timeout', retryable: true } });
    expect(ended).toHaveBeenCalledTimes(how === 'otherwise' ? 1 : 0);
  });

  it('has its whole time again whenever it got on', async () => {
    const clock = createVirtualClock();
    let getOn = (): void => {};
    const asked = performCall(
      coreOf(globalThis.fetch, clock),
      echo,
      { url },
      {
        limitMs: 1_000,
        carry: (_request, _signal, onProgress) => {
          getOn = onProgress;
          return new Promise(() => {});
        },
      },
    );
    await clock.advance(999);
    getOn();
    await clock.advance(999);
    expect(clock.pending()).toHaveLength(1);
    await clock.advance(1);
    expect(await asked).toMatchObject({ error: { code: 'timeout' } });
    getOn();
    expect(clock.pending()).toEqual([]);
  });

  it('ends with what it belongs to, whether it was asked for a key or asks', async () => {
    const waiting = coreOf(globalThis.fetch);
    const asked = performCall(waiting, echo, { url: `${url}/200/hang` });
    waiting.leaving.abort();
    expect(await asked).toEqual({ ok: false, error: callFailure(true) });
    const fetch = vi.fn();
    const core = coreOf(fetch);
    const late = performCall(core, echo, { url: `${url}/200/json` });
    core.leaving.abort();
    expect(await late).toEqual({ ok: false, error: callFailure(true) });
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    ['401', 'when-refused', [false, true]],
    ['403', 'when-refused', [false, true]],
    ['500', 'when-refused', [false]],
    ['401', undefined, [false]],
    ['401', 'now', [true]],
  ] as const)(
    'refused with %s and fresh: %s, asks for keys so: %s',
    async (status, fresh, asks) => {
      const core = coreOf(globalThis.fetch);
      const credentials = vi.fn(core.credentials);
      const provider = { credentials: { apiKey: () => 'key' } };
      const request = { url: `${url}/${status}/json` };
      await performCall({ ...core, credentials, provider }, echo, request, { fresh });
      expect(credentials.mock.calls).toEqual(asks.map((refresh) => [refresh]));
    },
  );
});
