import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as breathe } from 'node:timers/promises';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import type { FaultProxy } from './fault-proxy.ts';
import { startFaultProxy } from './start-fault-proxy.ts';

interface Bench {
  readonly proxy: FaultProxy;
  /** The server's ends, in the order they came. */
  readonly served: Socket[];
  readonly heard: () => string;
  dial(): Peer;
}

interface Peer {
  readonly socket: Socket;
  readonly chunks: Buffer[];
  readonly text: () => string;
  /** `open`, `ended`, or the code of the error. */
  readonly fate: () => string;
}

const soon = (check: () => void): Promise<void> =>
  vi.waitFor(check, { interval: 2, timeout: 5000 });

/** A server that answers every byte with the same byte, and a proxy before it. */
async function bench({ echo = true } = {}): Promise<Bench> {
  const served: Socket[] = [];
  let heard = '';
  const server = createServer((socket) => {
    served.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('utf8');
      if (echo) socket.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy = await startFaultProxy({ target: `ws://localhost:${port}/path` });
  onTestFinished(async () => {
    await proxy.close();
    served.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });
  return { proxy, served, heard: () => heard, dial: () => dial(proxy.port) };
}

function dial(port: number): Peer {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const chunks: Buffer[] = [];
  let fate = 'open';
  socket.on('data', (bytes: Buffer) => chunks.push(bytes));
  socket.on('end', () => (fate = 'ended'));
  socket.on('error', (error: NodeJS.ErrnoException) => (fate = error.code ?? error.message));
  onTestFinished(() => void socket.destroy());
  return { socket, chunks, text: () => Buffer.concat(chunks).toString('utf8'), fate: () => fate };
}

describe('a proxy without a fault', () => {
  test('carries bytes both ways and names itself in an address', async () => {
    const { proxy, dial } = await bench();
    const peer = dial();
    peer.socket.write('hello');
    await soon(() => expect(peer.text()).toBe('hello'));
    expect(proxy.url('ws://localhost:1/a/b?c=d')).toBe(`ws://127.0.0.1:${proxy.port}/a/b?c=d`);
    expect({ accepted: proxy.accepted, open: proxy.open, bytes: proxy.bytes }).toEqual({
      accepted: 1,
      open: 1,
      bytes: { up: 5, down: 5 },
    });
  });

  test('passes an end on, from either side', async () => {
    const { proxy, served, dial } = await bench();
    const one = dial();
    one.socket.end('last words');
    await soon(() => expect(one.text()).toBe('last words'));
    await soon(() => expect(served[0]?.readableEnded).toBe(true));
    const other = dial();
    await soon(() => expect(served).toHaveLength(2));
    served[1]?.end('goodbye');
    await soon(() => expect([other.text(), other.fate()]).toEqual(['goodbye', 'ended']));
    await soon(() => expect(proxy.open).toBe(0));
  });

  test('carries a megabyte unchanged', async () => {
    const { dial } = await bench();
    const peer = dial();
    const whole = 'abcdefgh'.repeat(131_072);
    peer.socket.write(whole);
    await soon(() => expect(peer.text().length).toBe(whole.length));
    expect(peer.text()).toBe(whole);
  });
});

describe('a hole', () => {
  test('keeps the rest of what is on its way when it opens', async () => {
    const { proxy, served, heard, dial } = await bench({ echo: false });
    const peer = dial();
    await soon(() => expect(served).toHaveLength(1));
    proxy.slice(1);
    proxy.bandwidth(100);
    const whole = 'a'.repeat(60);
    served[0]?.write(whole);
    await soon(() => expect(peer.text().length).toBeGreaterThan(3));
    proxy.holeDown();
    served[0]?.write('!');
    // What goes up at the same pace takes as long as all of it would have, had it gone on.
    peer.socket.write(whole);
    await soon(() => expect(heard()).toBe(whole));
    expect(peer.text().length).toBeLessThan(30);
    await proxy.heal();
    await soon(() => expect(peer.text()).toBe(`${whole}!`));
  });

  test('upwards keeps bytes from the server until it is healed, and an end too', async () => {
    const { proxy, served, heard, dial } = await bench();
    const peer = dial();
    peer.socket.write('one');
    await soon(() => expect(peer.text()).toBe('one'));
    proxy.holeUp();
    peer.socket.write(' two');
    served[0]?.write('!');
    await soon(() => expect(peer.text()).toBe('one!'));
    peer.socket.destroy();
    await soon(() => expect(proxy.open).toBe(0));
    expect(heard()).toBe('one');
    expect(served[0]?.readableEnded).toBe(false);
    await proxy.heal();
    await soon(() => expect(heard()).toBe('one two'));
    await soon(() => expect(served[0]?.readableEnded).toBe(true));
  });

  test('downwards lets the server hear and the client wait', async () => {
    const { proxy, heard, dial } = await bench();
    const peer = dial();
    proxy.holeDown();
    peer.socket.write('question');
    await soon(() => expect(heard()).toBe('question'));
    expect(peer.text()).toBe('');
    await proxy.heal();
    await soon(() => expect(peer.text()).toBe('question'));
  });

  test('for the connections of the moment lets new ones pass', async () => {
    const { proxy, heard, dial } = await bench();
    const old = dial();
    old.socket.write('a');
    await soon(() => expect(old.text()).toBe('a'));
    proxy.strand();
    old.socket.write('b');
    const fresh = dial();
    fresh.socket.write('c');
    await soon(() => expect(fresh.text()).toBe('c'));
    expect([old.text(), heard()]).toEqual(['a', 'ac']);
    await proxy.heal();
    await soon(() => expect(old.text()).toBe('ab'));
  });

  test('leaves a sender with what it could not send', async () => {
    const { proxy, dial } = await bench();
    const peer = dial();
    await soon(() => expect(proxy.open).toBe(1));
    proxy.holeAll();
    const piece = Buffer.alloc(1_048_576);
    for (let sent = 0; sent < 12; sent += 1) peer.socket.write(piece);
    await soon(() => expect(peer.socket.writableLength).toBeGreaterThan(1_048_576));
    await proxy.heal();
    await soon(() => expect(peer.socket.writableLength).toBe(0));
  });
});

describe('an end of the connection', () => {
  test('by reset reaches both sides, and what was held back is gone', async () => {
    const { proxy, served, heard, dial } = await bench();
    const peer = dial();
    await soon(() => expect(served).toHaveLength(1));
    proxy.holeUp();
    peer.socket.write('never read');
    await soon(() => expect(peer.socket.writableLength).toBe(0));
    proxy.reset();
    await soon(() => expect(peer.fate()).toBe('ECONNRESET'));
    await proxy.heal();
    await soon(() => expect(served[0]?.destroyed).toBe(true));
    expect(heard()).toBe('');
  });

  test('by reset leaves nothing of a connection that was about to end in peace', async () => {
    const sockets = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const { proxy, dial, served } = await bench();
    const before = sockets();
    const peer = dial();
    await soon(() => expect(served).toHaveLength(1));
    proxy.finish();
    proxy.reset();
    await soon(() => expect(peer.fate()).not.toBe('open'));
    peer.socket.destroy();
    served.forEach((socket) => socket.destroy());
    await soon(() => expect(sockets()).toBe(before));
  });

  test('by reset leaves nothing of a connection that is only being made', async () => {
    const sockets = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const { proxy, dial, served } = await bench();
    const before = sockets();
    for (let time = 1; time <= 100; time += 1) {
      const { socket, fate } = dial();
      socket.write('x');
      // The way to the server is not there yet.
      while (proxy.accepted < time) await breathe();
      for (let turn = time % 4; turn > 0; turn -= 1) await breathe();
      proxy.reset();
      await soon(() => expect(fate()).not.toBe('open'));
    }
    served.forEach((socket) => socket.destroy());
    await soon(() => expect(sockets()).toBe(before));
  });

  test('in peace is no error', async () => {
    const { proxy, served, dial } = await bench();
    const peer = dial();
    await soon(() => expect(served).toHaveLength(1));
    proxy.finish();
    await soon(() => expect(peer.fate()).toBe('ended'));
    await soon(() => expect(served[0]?.readableEnded).toBe(true));
  });

  test('comes after so many bytes', async () => {
    const { proxy, served, dial } = await bench({ echo: false });
    const peer = dial();
    await soon(() => expect(served).toHaveLength(1));
    proxy.cutAfter(4);
    served[0]?.write('abcdefgh');
    // A kernel may tell of the reset, or of an end once the bytes before it were read.
    await soon(() => expect(peer.fate()).not.toBe('open'));
    expect(peer.text()).toBe('abcd');
  });
});

describe('a new connection', () => {
  test('is refused, and taken again on the same port', async () => {
    const { proxy, dial } = await bench();
    const before = dial();
    before.socket.write('a');
    await soon(() => expect(before.text()).toBe('a'));
    await proxy.refuse();
    const refused = dial();
    await soon(() => expect(refused.fate()).toBe('ECONNREFUSED'));
    before.socket.write('b');
    await soon(() => expect(before.text()).toBe('ab'));
    await proxy.heal();
    const after = dial();
    after.socket.write('c');
    await soon(() => expect(after.text()).toBe('c'));
  });

  test('is taken and never answered', async () => {
    const { proxy, served, heard, dial } = await bench();
    proxy.acceptAndHang();
    const hung = dial();
    hung.socket.write('anybody there?');
    await soon(() => expect(proxy.open).toBe(1));
    await proxy.pass();
    const after = dial();
    after.socket.write('yes');
    await soon(() => expect(after.text()).toBe('yes'));
    expect([hung.text(), hung.fate(), heard(), served.length]).toEqual(['', 'open', 'yes', 1]);
  });

  test('gets half of the first answer, then a reset', async () => {
    const { proxy, dial } = await bench();
    proxy.truncateHandshake();
    const peer = dial();
    peer.socket.write('12345678');
    await soon(() => expect(peer.fate()).not.toBe('open'));
    expect(peer.text()).toBe('1234');
  });

  test('gets the answer of a server that refuses', async () => {
    const { proxy, served, dial } = await bench();
    proxy.answer(401, { 'retry-after': '7' });
    const peer = dial();
    peer.socket.write('GET /');
    await soon(() => expect(peer.fate()).toBe('ended'));
    expect(peer.text()).toMatch(/^HTTP\/1\.1 401 Refused\r\nretry-after: 7\r\n/u);
    expect(served).toHaveLength(0);
  });

  test('is reset at its first byte', async () => {
    const { proxy, served, dial } = await bench();
    proxy.resetHandshake();
    const peer = dial();
    peer.socket.write('GET /');
    await soon(() => expect(peer.fate()).toBe('ECONNRESET'));
    expect(served).toHaveLength(0);
  });
});

describe('bytes on their way', () => {
  test('come in slices', async () => {
    const { proxy, served, dial } = await bench({ echo: false });
    const peer = dial();
    await soon(() => expect(served).toHaveLength(1));
    proxy.slice(1);
    served[0]?.write('slices');
    await soon(() => expect(peer.text()).toBe('slices'));
    expect(peer.chunks.length).toBeGreaterThan(1);
  });

  test('are damaged once', async () => {
    const { proxy, dial } = await bench();
    const peer = dial();
    proxy.corruptNext();
    peer.socket.write('{}');
    await soon(() => expect(Buffer.concat(peer.chunks)).toEqual(Buffer.from([0x7b, 0xfd])));
    peer.socket.write('{}');
    await soon(() => expect(Buffer.concat(peer.chunks).subarray(2).toString()).toBe('{}'));
  });

  test('come twice once', async () => {
    const { proxy, heard, dial } = await bench({ echo: false });
    const peer = dial();
    proxy.duplicateNext('up');
    peer.socket.write('again');
    await soon(() => expect(heard()).toBe('againagain'));
    peer.socket.write('.');
    await soon(() => expect(heard()).toBe('againagain.'));
  });

  test('get company', async () => {
    const { proxy, served, dial } = await bench({ echo: false });
    const peer = dial();
    await soon(() => expect(served).toHaveLength(1));
    served[0]?.write('one');
    await soon(() => expect(peer.text()).toBe('one'));
    proxy.inject(Buffer.from(' and two'));
    await soon(() => expect(peer.text()).toBe('one and two'));
  });

  test('come late and in order', async () => {
    const { proxy, heard, dial } = await bench({ echo: false });
    const peer = dial();
    await soon(() => expect(proxy.open).toBe(1));
    proxy.latency(30, 60);
    const begun = performance.now();
    for (const letter of 'abcdef') {
      peer.socket.write(letter);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await soon(() => expect(heard()).toBe('abcdef'));
    expect(performance.now() - begun).toBeGreaterThan(29);
  });

  test('come no faster than the line', async () => {
    const { proxy, heard, dial } = await bench({ echo: false });
    const peer = dial();
    proxy.slice(100);
    proxy.bandwidth(5000);
    const begun = performance.now();
    peer.socket.write('x'.repeat(500));
    await soon(() => expect(heard()).toHaveLength(500));
    expect(performance.now() - begun).toBeGreaterThan(75);
  });
});
