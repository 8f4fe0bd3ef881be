import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

import type { CloseFacts } from '../connection/connection.ts';
import { type HttpServer, startHttpServer } from '../connection/testing/http-server.ts';
import { type SocketServer, startSocketServer } from '../connection/testing/socket-server.ts';
import { classifyClose } from '../providers/classify-close.ts';
import { lexicon, type LexiconOptions } from '../providers/lexicon/lexicon.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { eventually, until } from '../testing/until.ts';

const WELCOME = JSON.stringify({ event_type: 'connection_established', chat_id: 'chat' });
const ID = { userId: 'user', chatId: 'chat' };

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

async function serve(options: Parameters<typeof startSocketServer>[0]): Promise<SocketServer> {
  const server = await startSocketServer(options);
  cleanups.push(server.stop);
  return server;
}

async function serveRest(status: number, body: unknown = {}): Promise<HttpServer> {
  const server = await startHttpServer((response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  cleanups.push(server.stop);
  return server;
}

function open(server: SocketServer, options: Partial<LexiconOptions>, speed = 50) {
  const provider = lexicon({ ...ID, url: server.url, apiKey: SECRET, ...options });
  const opened = openChat(provider, { speed });
  opened.chat.connect();
  return opened;
}

describe('handshakes that are refused without a word', () => {
  it('fail for good when the platform refuses the key over HTTP, and a fresh one too', async () => {
    const server = await serve({ upgrade: () => 'hang-up' });
    const rest = await serveRest(401, { detail: 'no' });
    const apiKey = vi.fn(() => SECRET);
    // Slow enough for the answer over HTTP to come within a wait.
    const { chat, clock } = open(server, { apiKey, restUrl: rest.url }, 5);
    const { connection } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({ reason: { code: 'unauthorized' } });
    // Three with the first key and one with the fresh one; a dial may have begun while the key was asked about.
    expect(server.requests.length).toBeGreaterThanOrEqual(4);
    expect(server.requests.length).toBeLessThanOrEqual(6);
    expect(rest.received.length).toBe(2);
    // Nothing that could dial is left.
    expect(clock.pending()).toBe(0);
  });

  it('ask for no key, and nobody about one, once the chat was left', async () => {
    const server = await serve({ upgrade: () => 'hang-up' });
    const rest = await serveRest(401);
    const apiKey = vi.fn(() => SECRET);
    const { chat } = open(server, { apiKey, restUrl: rest.url });
    // The third refusal was told of, in this very task.
    chat.store.subscribe(({ connection }) => {
      if (connection.status === 'reconnecting' && connection.attempt === 4) {
        chat.disconnect();
      }
    });
    await until(chat, ({ connection }) => connection.status === 'closed');
    await import('./later.ts');
    await new Promise(setImmediate);
    expect(apiKey).toHaveBeenCalledTimes(3);
    expect(rest.received).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
    'use no key for which the chat did not wait: left %i turns after it was asked for',
    async (turns) => {
      const server = await serve({ upgrade: () => 'hang-up' });
      const rest = await serveRest(401);
      const used: string[] = [];
      let asked = 0;
      const apiKey = (): string => {
        asked += 1;
        if (asked === 4) {
          void leave();
        }
        return SECRET;
      };
      const provider = lexicon({ ...ID, url: server.url, apiKey, restUrl: rest.url });
      const { chat } = openChat(provider, {
        runtime: {
          random: () => 1,
          fetch(input, init) {
            used.push(chat.store.getState().connection.status);
            return fetch(input, init);
          },
        },
        speed: 50,
      });
      async function leave(): Promise<void> {
        for (let turn = 0; turn < turns; turn += 1) {
          await Promise.resolve();
        }
        chat.disconnect();
      }
      chat.connect();
      await until(chat, ({ connection }) => connection.status === 'closed');
      await new Promise(setImmediate);
      expect(used).not.toContain('closed');
    },
  );

  it('fail for good at once when a key that cannot change is refused over HTTP', async () => {
    const server = await serve({ upgrade: () => 'hang-up' });
    const rest = await serveRest(401);
    const { chat } = open(server, { restUrl: rest.url });
    await until(chat, (now) => now.connection.status === 'failed');
    expect(server.requests.length).toBe(3);
    expect(rest.received.length).toBe(1);
  });

  it.each([
    ['takes the key', 200, { messages: [], has_more: false }],
    ['is down as well', 503, {}],
    ['knows no such page', 404, {}],
  ])('are tried for ever when the platform over HTTP %s', async (_what, status, body) => {
    const server = await serve({ upgrade: () => 'hang-up' });
    const rest = await serveRest(status, body);
    const { chat, connections } = open(server, { restUrl: rest.url });
    await until(chat, ({ connection }) => 'attempt' in connection && connection.attempt > 8);
    expect(connections).not.toContain('failed');
    expect(rest.received.length).toBeLessThanOrEqual(2);
  });

  it('ask a token endpoint once more, and not at every dial, for a key that lasts', async () => {
    const server = await serve({ upgrade: () => 'hang-up' });
    const apiKey = vi.fn(() => ({ value: SECRET, expiresAt: Date.now() + 3_600_000_000 }));
    const { chat } = open(server, { apiKey });
    await until(chat, ({ connection }) => 'attempt' in connection && connection.attempt > 10);
    expect(apiKey).toHaveBeenCalledTimes(2);
  });
});

describe('a provider’s classify', () => {
  it('is replaced by spreading the provider, and has the common table to fall back on', async () => {
    const codes = [1011, 4444];
    const server = await serve({
      onSocket(socket) {
        socket.send(WELCOME);
        socket.close(codes.shift());
      },
    });
    const seen: number[] = [];
    const provider = {
      ...lexicon({ ...ID, url: server.url, apiKey: SECRET }),
      classify(close: CloseFacts) {
        seen.push(close.code);
        return close.code === 4444 ? 'stop' : classifyClose(close);
      },
    } as const;
    const { chat } = openChat(provider, { speed: 50 });
    chat.connect();
    await until(chat, (now) => now.connection.status === 'failed');
    expect(seen).toEqual([1011, 4444]);
  });

  it('gives up a server that fails eight times in a row before a socket was stable', async () => {
    const server = await serve({
      onSocket(socket) {
        socket.send(WELCOME);
        socket.close(1011);
      },
    });
    const { chat } = open(server, {});
    const { connection } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({ reason: { code: 'server' } });
    expect(server.requests.length).toBe(8);
  });
});

describe('a connection that is closed while it is prepared', () => {
  it('asks for no credentials any more', async () => {
    const server = await serve({});
    let found = (_id: string): void => {};
    const apiKey = vi.fn(() => SECRET);
    const chatId = vi.fn(() => new Promise<string>((resolve) => (found = resolve)));
    const { chat } = open(server, { apiKey, chatId });
    await eventually(() => expect(chatId).toHaveBeenCalled());
    chat.disconnect();
    found('chat');
    await Promise.resolve();
    chat.connect();
    await eventually(() => expect(server.requests.length).toBe(1));
    expect(apiKey).toHaveBeenCalledTimes(1);
  });

  it('leaves no timer of a credential function that never answers', async () => {
    const server = await serve({});
    const apiKey = vi.fn(() => new Promise<string>(() => {}));
    const { chat, clock } = open(server, { apiKey });
    await eventually(() => expect(apiKey).toHaveBeenCalled());
    chat.disconnect();
    expect(clock.pending()).toBe(0);
  });
});

describe('an address', () => {
  it.each([
    'ws://chat.example/socket',
    'http://chat.example/socket',
    'WS://chat.example',
    'ws://localhost.example/',
    'ws://localhost:1@chat.example/',
    'ws://127.0.0.1.example/',
    'ws://127.example/',
    'ws://[::2]/',
    'ws://192.168.0.7:8000/',
  ])('that is not encrypted, %s, is not dialed, with a key or without', async (url) => {
    const dials: string[] = [];
    class Socket extends WebSocket {
      constructor(address: string) {
        dials.push(address);
        super(address);
      }
    }
    const provider = lexicon({ ...ID, apiKey: SECRET, url: () => url });
    const { chat, connections } = openChat(provider, { runtime: { WebSocket: Socket } });
    chat.sendMessage('hello');
    const { connection, messages } = await until(chat, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({
      reason: { code: 'unsupported', retryable: false, fix: expect.stringContaining('wss://') },
    });
    expect(messages).toMatchObject([{ delivery: 'queued' }]);
    expect(connections).not.toContain('reconnecting');
    expect(dials).toEqual([]);
  });

  it.each([
    'wss://127.0.0.1:1/',
    'ws://localhost:1/chat',
    'ws://LOCALHOST:1',
    'ws://app.localhost:1/?q',
    'ws://127.0.0.1:1/',
    'ws://127.1.2.3:1/',
    'ws://[::1]:1/',
    'http://localhost:1/',
  ])('that is encrypted or of this machine, %s, is dialed', async (url) => {
    const provider = lexicon({ ...ID, apiKey: SECRET, url: () => url });
    const { chat, dials } = openChat(provider, {});
    chat.connect();
    await until(chat, (now) => now.connection.status === 'reconnecting');
    expect(dials()).toBe(1);
  });
});

it('redials as soon, and as late, as `reconnect` says', async () => {
  const server = await serve({ onSocket: (socket) => socket.terminate() });
  const provider = lexicon({ ...ID, url: server.url, apiKey: SECRET });
  const reconnect = { firstMinMs: 5_000, baseMs: 5_000 };
  const { chat, clock } = openChat(provider, { speed: 50, reconnect });
  chat.connect();
  const { connection } = await until(chat, (now) => now.connection.status === 'reconnecting');
  const waitMs = 'retryAt' in connection ? connection.retryAt - clock.now() : 0;
  expect(waitMs).toBeGreaterThan(2_500);
  expect(waitMs).toBeLessThanOrEqual(5_000);
});
