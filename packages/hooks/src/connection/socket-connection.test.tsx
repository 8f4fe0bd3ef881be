import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';

import { createRuntime } from './default-runtime.ts';
import { createSocketConnection } from './socket-connection.ts';
import { recordHandlers } from './testing/record-handlers.ts';

// Chromium's own WebSocket, which differs from Node's `ws` in what it delivers after close() and in its errors.

let server: Awaited<ReturnType<typeof commands.startSimulator>>;
let disposals: (() => void)[] = [];

beforeEach(async () => {
  server = await commands.startSimulator('nlx');
});

afterEach(async () => {
  disposals.forEach((dispose) => dispose());
  disposals = [];
  await commands.stopSimulator(server.id);
});

function link(url = addressOf(server.url)) {
  const record = recordHandlers();
  const connection = createSocketConnection({
    target: () => ({ kind: 'socket', url }),
    classify: () => 'retry',
    timing: { connectMs: 10_000, ready: { on: 'open' }, stableMs: 10_000 },
    runtime: createRuntime({ random: () => 0 }),
    handlers: record.handlers,
    reconnect: true,
    refreshable: () => false,
  });
  disposals.push(() => connection.dispose());
  const until = (status: string): Promise<boolean> =>
    record.until(() => connection.status().status === status);
  return { connection, record, until };
}

function addressOf(url: string): string {
  const address = new URL(url);
  const query = { deploymentKey: 'deployment', channelKey: 'channel-en-US', apiKey: 'key' };
  Object.entries(query).forEach(([name, value]) => address.searchParams.set(name, value));
  return address.href;
}

/** How many sockets the server holds, once it has counted this many. */
function expectSockets(count: number): Promise<void> {
  return expect.poll(() => commands.simulatorConnections(server.id)).toBe(count);
}

describe('a socket connection in a browser', () => {
  it('connects, reads and says goodbye', async () => {
    const { connection, record, until } = link();
    connection.connect();
    await until('ready');
    await record.until(() => record.frames().length > 0);
    expect(record.frames()[0]).toMatchObject({ kind: 'text' });
    connection.close();
    await expectSockets(0);
    expect(record.statuses()).toEqual(['connecting', 'ready', 'closed']);
  });

  it('holds one socket however often it is dialed again', async () => {
    const { connection, until } = link();
    connection.connect();
    for (let dial = 0; dial < 5; dial += 1) {
      await Promise.resolve();
      connection.redial();
    }
    await until('ready');
    connection.redial();
    await until('ready');
    await expectSockets(1);
  });

  it('hears nothing of a socket that was replaced', async () => {
    const { connection, record, until } = link();
    connection.connect();
    await until('ready');
    await record.until(() => record.frames().length > 0);
    connection.redial();
    const before = record.frames().length;
    await until('ready');
    await record.until(() => record.frames().length > before);
    await expectSockets(1);
    await commands.simulatorPush(server.id, { mark: 'once' });
    const marked = (): number =>
      record.frames().filter((frame) => frame.kind === 'text' && frame.text.includes('once'))
        .length;
    await record.until(() => marked() > 0);
    expect(marked()).toBe(1);
  });

  it('leaves nothing behind when it is closed while connecting', async () => {
    const { connection, record } = link();
    connection.connect();
    await Promise.resolve();
    await Promise.resolve();
    connection.close();
    await record.until(() => record.statuses().at(-1) === 'closed');
    const other = link();
    other.connection.connect();
    await other.until('ready');
    await expectSockets(1);
    expect(record.statuses()).toEqual(['connecting', 'closed']);
  });

  it('reports a cut connection as 1006 and comes back', async () => {
    const { connection, record, until } = link();
    connection.connect();
    await until('ready');
    await commands.simulatorDrop(server.id);
    await record.until(() => record.closes().length === 1);
    expect(record.closes()[0]?.facts).toMatchObject({
      code: 1006,
      origin: 'server',
      observed: 'ready',
    });
    await until('ready');
    await expectSockets(1);
  });

  it("reports the server's own code and reason", async () => {
    const { connection, record, until } = link();
    connection.connect();
    await until('ready');
    await commands.simulatorDrop(server.id, { code: 4401, reason: 'expired' });
    await record.until(() => record.closes().length === 1);
    expect(record.closes()[0]?.facts).toMatchObject({ code: 4401, reason: 'expired' });
  });

  it('rests after a peaceful end', async () => {
    const { connection, record, until } = link();
    connection.connect();
    await until('ready');
    await commands.simulatorDrop(server.id, { code: 1000, reason: '' });
    await until('idle');
    expect(record.closes()[0]?.facts.code).toBe(1000);
  });

  it('keeps the key of an address that cannot be opened to itself', async () => {
    const { connection, until } = link('wss://host:99999/path?apiKey=canary');
    connection.connect();
    await until('reconnecting');
    const status = connection.status();
    expect(status).toMatchObject({ reason: { kind: 'target' } });
    const cause = status.status === 'reconnecting' ? String(status.reason.cause) : '';
    expect(cause).toContain('No socket can be opened');
    expect(cause).not.toContain('canary');
  });

  it('holds no socket while its page is put aside, and one when it is back', async () => {
    const { connection, record, until } = link();
    connection.connect();
    await until('ready');
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(record.closes().at(-1)?.facts).toMatchObject({ code: 0, origin: 'local' });
    await expectSockets(0);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await until('ready');
    await expectSockets(1);
  });

  it('dials at once when the browser says online, for a refused one too', async () => {
    const { connection, record, until } = link('ws://127.0.0.1:9/');
    connection.connect();
    await until('reconnecting');
    expect(record.closes()[0]?.facts).toMatchObject({ code: 1006, observed: 'before-open' });
    dispatchEvent(new Event('online'));
    expect(connection.status().status).toBe('connecting');
  });
});
