import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { ServeOptions } from '../core/node-host.ts';
import type { Simulator } from '../core/platform.ts';
import { openClient, type Frame, type TestClient } from '../core/test-client.ts';
import type { LexiconOptions } from './lexicon-options.ts';
import { startLexicon } from './start-lexicon.ts';

type SocketClass = new (url: string) => globalThis.WebSocket;

/** `ws` sockets have the members of the browser's that the test client uses. */
const Socket = WebSocket as unknown as SocketClass;

let simulator: Simulator;

afterEach(() => simulator.close());

async function start(options: LexiconOptions & ServeOptions = {}): Promise<void> {
  simulator = await startLexicon({ tokenDelayMs: 0, ...options });
}

const dial = (query = 'api_key=your-key&user_id=user123&chat_id=uuid'): TestClient =>
  openClient(Socket, `${simulator.url}?${query}`);

const type =
  (name: string) =>
  ({ event_type }: Frame): boolean =>
    event_type === name;

async function ready(query?: string): Promise<TestClient> {
  const client = dial(query);
  await client.until(type('connection_established'));
  return client;
}

/** The types of everything that came, with repetitions folded. */
const shape = ({ frames }: TestClient): unknown[] =>
  frames.map(({ event_type }) => event_type).filter((name, index, all) => name !== all[index - 1]);

describe('connecting to Lexicon', () => {
  it('establishes the connection, and tells of a user it did not know, once', async () => {
    await start();
    const first = dial('api_key=your-key&user_id=n%C3%A9w%20one&chat_id=uuid');
    await first.until(type('user_created'));
    expect(first.frames).toEqual([
      expect.objectContaining({
        event_type: 'connection_established',
        user_id: 'néw one',
        chat_id: 'uuid',
        tenant_id: 'tenant-simulated',
      }),
      expect.objectContaining({ event_type: 'user_created', user_id: 'néw one' }),
    ]);
    const second = await ready('api_key=your-key&user_id=n%C3%A9w%20one&chat_id=uuid');
    second.say({ content: 'hi' });
    await second.until(type('message_stream_ended'));
    expect(shape(second)).not.toContain('user_created');
  });

  it('takes the credentials from headers too', async () => {
    await start();
    const headers = {
      'X-API-Key': 'your-api-key',
      'X-User-ID': 'user123',
      'X-Chat-ID': 'chat-uuid',
    };
    const socket = new WebSocket(simulator.url, { headers });
    const first = await new Promise<Buffer>((resolve) => socket.once('message', resolve));
    expect(JSON.parse(first.toString())).toMatchObject({ chat_id: 'chat-uuid' });
  });

  it.each([
    ['', 'AUTH_ERROR', 'Missing api_key parameter'],
    ['api_key=wrong&user_id=u&chat_id=uuid', 'AUTH_ERROR', 'Invalid API key'],
    ['api_key=toString&user_id=u&chat_id=uuid', 'AUTH_ERROR', 'Invalid API key'],
    ['api_key=your-key&chat_id=uuid', 'AUTH_ERROR', 'Missing user_id parameter'],
    ['api_key=your-key&user_id=&chat_id=uuid', 'AUTH_ERROR', 'Missing user_id parameter'],
    ['api_key=your-key&user_id=u', 'AUTH_ERROR', 'Missing chat_id parameter'],
    ['api_key=your-key&user_id=u&chat_id=none', 'CHAT_NOT_FOUND', "'none' not found"],
  ])('turns "%s" away after the handshake, with %s, then 1008', async (query, code, message) => {
    await start();
    const client = dial(query);
    expect(await client.closed).toEqual({ code: 1008, reason: code });
    expect(client.frames).toEqual([
      expect.objectContaining({
        event_type: 'error',
        error_code: code,
        error_message: expect.stringContaining(message),
        details: { fix: expect.any(String) },
      }),
    ]);
  });

  it('refuses at the handshake when told to, and any other path always', async () => {
    await start({ refusal: 'handshake' });
    expect((await dial('api_key=wrong').closed).code).toBe(1006);
    expect((await openClient(Socket, simulator.url.replace('/ws/chat', '/ws')).closed).code).toBe(
      1006,
    );
  });

  it('holds every key for wrong while that fault lasts', async () => {
    await start({ faults: { authError: true } });
    expect((await dial().closed).reason).toBe('AUTH_ERROR');
    simulator.setFaults({ authError: false });
    await ready();
  });

  it('takes no more connections of a tenant than allowed', async () => {
    await start({ maxConnections: 2 });
    const first = await ready();
    await ready();
    expect(await dial().closed).toEqual({ code: 1013, reason: 'CONNECTION_LIMIT' });
    await ready('api_key=other-key&user_id=user123&chat_id=uuid');
    first.socket.close(1000);
    await expect.poll(() => simulator.connections).toBe(2);
    await ready();
  });

  it('closes an idle socket', async () => {
    await start({ idleClose: { afterMs: 10, code: 1000, reason: 'idle' } });
    expect(await (await ready()).closed).toEqual({ code: 1000, reason: 'idle' });
  });
});

describe('talking to Lexicon', () => {
  it('acknowledges, streams tokens that join to the answer, and ends with the whole', async () => {
    await start();
    const client = await ready();
    client.say({ content: ' Hello ', metadata: { a: 1 } });
    const { content } = await client.until(type('message_stream_ended'));
    expect(shape(client)).toEqual([
      'connection_established',
      'message_received',
      'message_stream_started',
      'message_stream_token',
      'message_stream_ended',
    ]);
    expect(client.frames[1]).toMatchObject({
      content: ' Hello ',
      message_id: expect.stringMatching(/^msg-/),
    });
    const tokens = client.frames.filter(type('message_stream_token')).map(({ token }) => token);
    expect(tokens.join('')).toBe(content);
    expect(tokens.length).toBeGreaterThan(20);
  });

  it('answers messages one after another', async () => {
    await start({ tokenDelayMs: 1 });
    const client = await ready();
    client.say({ content: 'whole' });
    client.say({ content: 'revise' });
    await client.until(({ content }) => content === 'The parcel arrives on **Tuesday**.');
    expect(shape(client).slice(1)).toEqual([
      'message_received',
      'message_stream_ended',
      'message_stream_started',
      'message_stream_token',
      'message_stream_ended',
    ]);
  });

  it('tells every socket of a chat, and only those', async () => {
    await start();
    const [first, second, stranger] = [
      await ready(),
      await ready(),
      await ready('api_key=your-key&user_id=user123&chat_id=chat-uuid'),
    ];
    first.say({ content: 'hello' });
    await Promise.all([first, second].map((client) => client.until(type('message_stream_ended'))));
    expect(second.texts.slice(1)).toEqual(first.texts.slice(1));
    expect(stranger.frames).toHaveLength(1);
  });

  it.each(['not json', '[]', '{}', '{"content":" "}', '{"content":"x","metadata":[]}'])(
    'answers %s with INVALID_MESSAGE and goes on',
    async (text) => {
      await start();
      const client = await ready();
      client.socket.send(text);
      const error = await client.until(type('error'));
      expect(error).toMatchObject({
        error_code: 'INVALID_MESSAGE',
        details: { fix: expect.any(String) },
      });
      client.say({ content: 'hello' });
      await client.until(type('message_stream_ended'));
    },
  );

  it('closes with 1003 after a binary frame', async () => {
    await start();
    const client = await ready();
    client.socket.send(new Uint8Array([123, 125]));
    expect((await client.closed).code).toBe(1003);
    expect(client.frames.at(-1)).toMatchObject({ error_code: 'INVALID_MESSAGE' });
  });

  it('takes ten messages in a second and turns the eleventh away', async () => {
    await start({ clock: { now: () => 0, setTimeout: () => 0, clearTimeout: () => undefined } });
    const client = await ready();
    for (let n = 1; n <= 11; n += 1) client.say({ content: `silence ${n}` });
    await client.until(type('error'));
    expect(client.frames.filter(type('message_received'))).toHaveLength(10);
    expect(client.frames.at(-1)).toMatchObject({ error_code: 'RATE_LIMIT' });
    expect(client.socket.readyState).toBe(1);
  });

  it('closes after too many messages when told to', async () => {
    await start({ faults: { rateLimit: { perSecond: 1, closeCode: 1008 } } });
    const client = await ready();
    for (let n = 1; n <= 2; n += 1) client.say({ content: 'silence' });
    expect(await client.closed).toEqual({ code: 1008, reason: 'RATE_LIMIT' });
  });

  it('loses an acknowledgement on demand', async () => {
    await start({ faults: { loseAcknowledgements: 1 } });
    const client = await ready();
    client.say({ content: 'hello' });
    await client.until(type('message_stream_ended'));
    expect(shape(client)).not.toContain('message_received');
  });

  it('closes after an answer when told to', async () => {
    await start({ closeAfterAnswer: { code: 1001, reason: 'restart' } });
    const client = await ready();
    client.say({ content: 'hello' });
    expect((await client.closed).code).toBe(1001);
    expect(client.frames.at(-1)).toMatchObject({ event_type: 'message_stream_ended' });
  });

  it.each([
    ['error', 'AI_UNAVAILABLE'],
    ['rate limit', 'RATE_LIMIT'],
  ])('shows an error for the word "%s"', async (content, code) => {
    await start();
    const client = await ready();
    client.say({ content });
    expect(await client.until(type('error'))).toMatchObject({ error_code: code });
  });

  it('cuts the line in the middle of an answer for the word "drop"', async () => {
    await start();
    const client = await ready();
    client.say({ content: 'drop' });
    expect((await client.closed).code).toBe(1006);
    expect(client.frames.at(-1)).toMatchObject({ event_type: 'message_stream_token' });
  });

  it('ends the session for the word "revoke"', async () => {
    await start();
    const client = await ready();
    client.say({ content: 'revoke' });
    expect(await client.closed).toEqual({ code: 1008, reason: 'AUTH_ERROR' });
  });
});
