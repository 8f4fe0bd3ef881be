import { connect } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { createEchoPlatform } from './echo-platform.ts';
import { serve, type ServeOptions } from './node-host.ts';
import type { Simulator } from './platform.ts';
import { openClient, type TestClient } from './test-client.ts';

/** `ws` sockets have the members of the browser's that the test client uses. */
const Socket = WebSocket as unknown as new (url: string) => globalThis.WebSocket;

let simulator: Simulator;
const log: string[] = [];

async function start(options: ServeOptions = {}): Promise<Simulator> {
  log.length = 0;
  simulator = await serve(createEchoPlatform(log), options);
  return simulator;
}

const dial = (): TestClient => openClient(Socket, simulator.url);

async function ready(): Promise<TestClient> {
  const client = dial();
  await client.until(({ kind }) => kind === 'hello');
  return client;
}

afterEach(() => simulator.close());

describe('serve', () => {
  it('listens on both loopback addresses with one number', async () => {
    await start();
    const { port } = new URL(simulator.restUrl);
    for (const host of ['127.0.0.1', '[::1]']) {
      const answer = await fetch(`http://${host}:${port}/x`);
      expect(await answer.json()).toMatchObject({ method: 'GET', path: '/x' });
      const client = openClient(Socket, `ws://${host}:${port}/echo`);
      await client.until(({ kind }) => kind === 'hello');
    }
    expect(simulator.connections).toBe(2);
  });

  it('records what clients send, without the query of a request', async () => {
    await start();
    const client = await ready();
    client.say({ a: 1 });
    client.socket.send('not json');
    client.socket.send(new Uint8Array([1, 2]));
    await client.until(({ data }) => Array.isArray(data));
    await fetch(`${simulator.restUrl}/path?key=secret`, { method: 'POST', body: '{"b":2}' });
    expect(simulator.received.map(({ connection, frame }) => [connection, frame])).toEqual([
      [1, { a: 1 }],
      [1, 'not json'],
      [1, new Uint8Array([1, 2])],
      [0, { b: 2 }],
    ]);
    expect(simulator.received[3]?.request).toEqual({ method: 'POST', path: '/path' });
  });

  it('answers a preflight, private networks included, and adds CORS headers to answers', async () => {
    await start();
    const preflight = await fetch(simulator.restUrl, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-api-key',
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-headers': 'content-type,x-api-key',
      'access-control-allow-private-network': 'true',
    });
    const answer = await fetch(simulator.restUrl, { headers: { origin: 'https://shop.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });

  it('answers ping frames', async () => {
    await start();
    const socket = new WebSocket(simulator.url);
    await new Promise((resolve) => socket.once('open', resolve));
    const pong = new Promise((resolve) => socket.once('pong', resolve));
    socket.ping('x');
    expect(String(await pong)).toBe('x');
  });

  it('answers nothing while it hangs, a ping included, and goes on afterwards', async () => {
    await start();
    const socket = new WebSocket(simulator.url);
    await new Promise((resolve) => socket.once('message', resolve));
    const heard: string[] = [];
    socket.on('pong', () => heard.push('pong'));
    socket.on('message', (data: Buffer) => heard.push(data.toString('utf8')));
    simulator.setFaults({ hang: true });
    simulator.push('held back');
    const late = openClient(Socket, simulator.url);
    await late.opened;
    await new Promise<void>((resolve) => socket.ping('', undefined, () => resolve()));
    await new Promise<void>((resolve) => socket.send('x', () => resolve()));
    // Three requests to the switches take longer than a pong would.
    for (const _round of [1, 2, 3]) await fetch(`${simulator.restUrl}/__simulator/received`);
    expect([heard, late.texts, simulator.received]).toEqual([[], [], []]);
    simulator.setFaults({ hang: false });
    await late.until(({ kind }) => kind === 'hello');
    await expect.poll(() => heard).toHaveLength(3);
    expect(heard[0]).toBe('held back');
  });

  it.each([true, false])('negotiates compression only when asked to: %s', async (compression) => {
    await start({ compression });
    const socket = new WebSocket(simulator.url, { perMessageDeflate: true });
    await new Promise((resolve) => socket.once('open', resolve));
    expect(socket.extensions).toBe(compression ? 'permessage-deflate' : '');
  });

  it('refuses a handshake for another path with the status of the platform', async () => {
    await start();
    const socket = new WebSocket(simulator.url.replace('/echo', '/other'));
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toContain('404');
  });

  it('tells the session how the client closed', async () => {
    await start();
    const client = await ready();
    client.socket.close(3001, 'bye');
    await client.closed;
    await expect.poll(() => log).toEqual(['3001 bye']);
    expect(simulator.connections).toBe(0);
  });

  it('pushes to one socket or to all', async () => {
    await start();
    const first = await ready();
    const second = await ready();
    simulator.push({ to: 'second' }, 2);
    simulator.push({ to: 'all' });
    await Promise.all([first, second].map((client) => client.until(({ to }) => to === 'all')));
    expect(first.frames.map(({ to }) => to)).toEqual([undefined, 'all']);
    expect(second.frames.map(({ to }) => to)).toEqual([undefined, 'second', 'all']);
  });

  it('drops sockets without a close frame, or with the given code', async () => {
    await start();
    const first = await ready();
    simulator.drop();
    expect(await first.closed).toEqual({ code: 1006, reason: '' });
    const second = await ready();
    simulator.drop({ code: 4003, reason: 'slow down' });
    expect(await second.closed).toEqual({ code: 4003, reason: 'slow down' });
  });

  it('says why it cannot listen on a number that is taken', async () => {
    await start();
    const port = Number(new URL(simulator.restUrl).port);
    await expect(serve(createEchoPlatform(), { port })).rejects.toThrow('EADDRINUSE');
  });

  it('survives a client that goes away in the middle of a handshake or a request', async () => {
    await start();
    const port = Number(new URL(simulator.restUrl).port);
    const garbage = [
      'GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc',
    ];
    for (const bytes of garbage) {
      const raw = connect(port, '127.0.0.1');
      await new Promise<void>((resolve) => raw.write(bytes, () => resolve()));
      raw.destroy();
    }
    await ready();
    expect(simulator.connections).toBe(1);
  });
});

describe('faults', () => {
  it('refuses handshakes and requests', async () => {
    await start({ faults: { refuse: true } });
    expect((await dial().closed).code).toBe(1006);
    expect((await fetch(simulator.restUrl)).status).toBe(503);
  });

  it('holds frames in order', async () => {
    await start({ faults: { delayMs: 20 } });
    const client = await ready();
    for (const n of [1, 2, 3]) client.say(n);
    await client.until(({ data }) => data === '3');
    expect(client.frames.map(({ data }) => data)).toEqual([undefined, '1', '2', '3']);
  });

  it('cuts after so many frames, all of which arrive', async () => {
    await start({ faults: { dropAfterFrames: 3 } });
    const client = await ready();
    for (const n of [1, 2, 3]) client.say(n);
    expect((await client.closed).code).toBe(1006);
    expect(client.texts).toHaveLength(3);
  });

  it('cuts after so many client frames, the last of which is read and not answered', async () => {
    await start({ faults: { dropAfterReceived: 2 } });
    const client = await ready();
    for (const n of [1, 2]) client.say(n);
    expect((await client.closed).code).toBe(1006);
    expect(client.texts).toHaveLength(2);
    expect(simulator.received).toHaveLength(2);
  });

  it('damages so many frames, then no more', async () => {
    await start({ faults: { garbleNext: 1 } });
    const client = dial();
    await client.opened;
    client.say(1);
    await client.until(({ kind }) => kind === 'echo');
    expect(client.texts).toHaveLength(2);
    expect(client.frames).toHaveLength(1);
    expect(simulator.faults.garbleNext).toBe(0);
  });

  it('damages a share of the frames that a seed decides', async () => {
    await start({ faults: { garbleRate: 0.5 }, random: () => 0.4 });
    const client = dial();
    await client.opened;
    await expect.poll(() => client.texts.length).toBe(1);
    expect(client.frames).toHaveLength(0);
  });

  it('closes each new socket', async () => {
    await start({ faults: { closeWith: { code: 1013, reason: 'later' } } });
    const client = dial();
    expect(await client.closed).toEqual({ code: 1013, reason: 'later' });
    expect(client.texts).toEqual([]);
  });

  it('loses so many acknowledgements and swallows so many messages', async () => {
    await start();
    const client = await ready();
    simulator.setFaults({ loseAcknowledgements: 1, swallow: 1 });
    for (const n of ['swallowed', 'unanswered', 'answered']) client.say(n);
    await client.until(({ data }) => data === '"answered"');
    expect(client.texts).toHaveLength(2);
    expect(simulator.received.map(({ frame }) => frame)).toEqual(['unanswered', 'answered']);
  });

  it('leaves a handshake without an answer', async () => {
    await start({ faults: { hangHandshake: true } });
    const socket = new WebSocket(simulator.url, { handshakeTimeout: 50 });
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toContain('timed out');
  });

  it('slices bodies, and cuts them', async () => {
    await start({ faults: { sliceBytes: 3 } });
    expect(await (await fetch(`${simulator.restUrl}/sliced`)).json()).toMatchObject({
      path: '/sliced',
    });
    simulator.setFaults({ dropAfterFrames: 2 });
    const cut = await fetch(simulator.restUrl);
    await expect(cut.text()).rejects.toThrow('terminated');
  });

  it('can be switched over HTTP, also when everything else is refused', async () => {
    await start({ faults: { refuse: true } });
    const control = async (path: string, body?: unknown): Promise<[number, unknown]> => {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${simulator.restUrl}/__simulator/${path}`, init);
      return [answer.status, await answer.json()];
    };
    expect(await control('faults')).toMatchObject([200, { refuse: true }]);
    expect(await control('faults', { refuse: false })).toMatchObject([200, { refuse: false }]);
    expect(await control('faults', { refuse: 1 })).toMatchObject([400, {}]);
    const client = await ready();
    expect(await control('push', { frame: { kind: 'pushed' } })).toEqual([200, { connections: 1 }]);
    await client.until(({ kind }) => kind === 'pushed');
    expect(await control('push', { frame: 1 })).toMatchObject([400, {}]);
    expect(await control('received')).toEqual([200, []]);
    expect(await control('drop', { how: { code: 1012 } })).toEqual([200, { dropped: 1 }]);
    expect((await client.closed).code).toBe(1012);
    expect(await control('drop', { how: 'softly' })).toMatchObject([400, {}]);
    expect(await control('nothing')).toMatchObject([404, {}]);
  });
});
