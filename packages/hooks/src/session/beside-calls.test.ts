import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startLexicon } from '@parley/simulators';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { aui } from '../providers/aui/aui.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import type { Provider } from '../providers/provider.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { eventually, isCalm, until } from '../testing/until.ts';

const EMPTY = '[]';

/** A REST server that answers as it is told, and hangs where it is told nothing. */
async function serve(answers: { readonly status: number; readonly body: string }[] = []) {
  const state = { keys: [] as unknown[], ended: 0, answers };
  const server = createServer((request, response) => {
    state.keys.push(request.headers['x-key'] ?? request.headers['x-network-api-key']);
    response.on('close', () => (state.ended += response.writableFinished ? 0 : 1));
    request.resume();
    const answer = state.answers.shift();
    if (answer) {
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://127.0.0.1:${port}` });
}

type Served = Awaited<ReturnType<typeof serve>>;

const withHistory = ({ url }: Served, apiKey: string | (() => string) = SECRET): Provider =>
  aui({ taskId: 'task', apiKey, url: 'ws://127.0.0.1:1', restUrl: url });

const withUploads = ({ url }: Served, apiKey: () => string): Provider => ({
  ...nlx({ transport: 'http', deploymentKey: 'd', channelKey: 'c-en-US', apiKey }),
  calls: {
    upload: {
      build: ({ file, index }, _facts, credentials) => ({
        method: 'PUT',
        url: `${url}/${index}`,
        headers: { 'x-key': credentials.apiKey ?? '' },
        body: file,
      }),
      read: ({ status }) =>
        status === 200
          ? { uploadId: 'id' }
          : { error: { code: 'rejected', message: 'No.', retryable: false } },
    },
  },
});

const FILES = [new File(['one'], 'one.txt'), new File(['two'], 'two.txt')];

describe('a history that hangs', () => {
  it('fails after 30 s, and can be asked for again', async () => {
    const server = await serve();
    const { chat, clock } = openChat(withHistory(server), { speed: 500 });
    const begunAt = clock.now();
    const first = chat.loadOlder();
    await until(chat, ({ history }) => history.status === 'loading');
    expect(await first).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(clock.now() - begunAt).toBeGreaterThanOrEqual(30_000);
    expect(chat.store.getState().history.status).toBe('error');
    await eventually(() => expect(server.ended).toBe(1));
    server.answers.push({ status: 200, body: EMPTY });
    expect(await chat.loadOlder()).toEqual({ ok: true });
    expect(chat.store.getState().history.status).toBe('idle');
  });

  it.each(['disconnect', 'release', 'reset'] as const)('ends with %s', async (how) => {
    const server = await serve();
    const provider = withHistory(server);
    const { capabilities } = provider;
    const { chat, session, clock } = openChat({
      ...provider,
      capabilities: { ...capabilities, reset: true },
    });
    const asked = chat.loadOlder();
    await eventually(() => expect(server.keys).toHaveLength(1));
    const leave = { ...chat, release: session.release }[how];
    leave();
    expect(chat.store.getState().history.status).toBe('idle');
    expect(await asked).toMatchObject({ ok: false, error: { code: 'aborted' } });
    await eventually(() => expect(server.ended).toBe(1));
    expect(clock.pending()).toBe(0);
    server.answers.push({ status: 200, body: EMPTY });
    expect(await chat.loadOlder()).toEqual({ ok: true });
  });
});

it('ends the repair of a connection with that connection: the next one has its own', async () => {
  const server = await serve();
  const simulator = await startLexicon({
    port: 0,
    tokenDelayMs: 0,
    keys: { [SECRET]: 'tenant' },
    chatIds: ['chat'],
  });
  onTestFinished(() => simulator.close());
  const { chat } = openChat(
    lexicon({
      userId: 'user123',
      chatId: 'chat',
      apiKey: SECRET,
      url: simulator.url,
      restUrl: server.url,
    }),
    { speed: 20 },
  );
  chat.sendMessage('hello');
  await until(chat, isCalm);
  for (const times of [1, 2]) {
    simulator.drop();
    await eventually(() => expect(server.keys).toHaveLength(times));
    await until(chat, ({ history }) => history.status === 'loading');
  }
  expect(server.ended).toBe(1);
  chat.disconnect();
  await eventually(() => expect(server.ended).toBe(2));
});

describe('a key that is refused', () => {
  it('is asked for once more, and the call made again with the other one', async () => {
    const server = await serve([
      { status: 401, body: '{}' },
      { status: 200, body: EMPTY },
    ]);
    const apiKey = vi.fn().mockReturnValueOnce('old-key').mockReturnValue('new-key');
    const { chat } = openChat(withHistory(server, apiKey));
    expect(await chat.loadOlder()).toEqual({ ok: true });
    expect(server.keys).toEqual(['old-key', 'new-key']);
    expect(apiKey).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['function', () => SECRET, 2],
    ['text', SECRET, 1],
  ] as const)('twice is the answer: from a %s', async (_source, apiKey, times) => {
    const refused = { status: 403, body: '{}' };
    const server = await serve([refused, refused, refused]);
    const { chat } = openChat(withHistory(server, apiKey));
    expect(await chat.loadOlder()).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
    expect(server.keys).toHaveLength(times);
  });

  it('is asked for once more by an upload as well', async () => {
    const taken = { status: 200, body: '' };
    const server = await serve([{ status: 403, body: '' }, taken, taken]);
    const keys = ['old-key', 'new-key', 'newer-key'];
    const { chat } = openChat(
      withUploads(server, () => keys.shift() ?? SECRET),
      { enabled: false },
    );
    expect(await chat.upload(FILES).finished).toMatchObject({ ok: true });
    expect(server.keys).toEqual(['old-key', 'new-key', 'newer-key']);
  });
});

describe('a chat that is left', () => {
  it('asks for no key when the call is loaded only then', async () => {
    const server = await serve();
    const apiKey = vi.fn(() => SECRET);
    const { chat, clock } = openChat(withHistory(server, apiKey));
    const asked = chat.loadOlder();
    chat.disconnect();
    expect(await asked).toMatchObject({ ok: false, error: { code: 'aborted' } });
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.keys).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  it.each(['disconnect', 'release'] as const)(
    'ends an upload that is under way with %s, and asks for no key for the next file',
    async (how) => {
      const server = await serve();
      const apiKey = vi.fn(() => SECRET);
      const { chat, session, clock } = openChat(withUploads(server, apiKey), { enabled: false });
      const upload = chat.upload(FILES);
      await eventually(() => expect(server.keys).toHaveLength(1));
      (how === 'release' ? session.release : chat.disconnect)();
      expect(await upload.finished).toMatchObject({ ok: false, error: { code: 'aborted' } });
      expect(upload.progress().status).toBe('aborted');
      await eventually(() => expect(server.ended).toBe(1));
      expect(apiKey).toHaveBeenCalledTimes(1);
      expect(clock.pending()).toBe(0);
      expect(chat.store.getState().messages).toEqual([]);
    },
  );

  it('asks for no key when it is left between two files', async () => {
    const server = await serve([{ status: 200, body: '' }]);
    const apiKey = vi.fn(() => SECRET);
    const { chat } = openChat(withUploads(server, apiKey), { enabled: false });
    const upload = chat.upload(FILES);
    upload.subscribe(({ loaded }) => loaded === 3 && chat.disconnect());
    expect(await upload.finished).toMatchObject({ ok: false, error: { code: 'aborted' } });
    expect(apiKey).toHaveBeenCalledTimes(1);
    expect(server.keys).toHaveLength(1);
  });

  it('keeps what `setContext` was given for what is sent next', async () => {
    const server = await serve();
    const provider = withUploads(server, () => SECRET);
    const { capabilities } = provider;
    const encode = vi.fn(provider.encode);
    const { chat } = openChat({
      ...provider,
      encode,
      capabilities: { ...capabilities, context: true },
    });
    void chat.setContext({ page: 'one' });
    chat.disconnect();
    chat.connect();
    chat.sendMessage('hello');
    await eventually(() => expect(encode).toHaveBeenCalled());
    expect(encode.mock.lastCall?.[1].context).toEqual({ page: 'one' });
  });
});
