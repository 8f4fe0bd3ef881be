import { expect, it, vi } from 'vitest';

import { createPacer } from './pacer.ts';
import type { WebSocketLike } from './runtime.ts';
import { openSlot, type SlotHandlers } from './socket-slot.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const KIB = 1_024;

/** A socket whose buffer is filled and drained by hand: a real one drains when it likes. */
function open(
  options: { readonly heartbeat?: { readonly intervalMs: number } } = {},
  onClose: SlotHandlers['onClose'] = () => {},
) {
  const sent: string[] = [];
  class ManualSocket implements WebSocketLike {
    readyState = 1;
    bufferedAmount = 0;
    onopen = null;
    onmessage = null;
    onclose: ((event: never) => void) | null = null;
    onerror = null;
    constructor() {
      sockets.push(this);
    }
    send(data: string): void {
      if (data === 'throw') {
        throw new Error('not now');
      }
      sent.push(data);
    }
    close(): void {}
  }
  const sockets: ManualSocket[] = [];
  const clock = createVirtualClock();
  const pacer = createPacer({ frames: 10, perMs: 1_000 }, clock);
  const slot = openSlot(
    { runtime: { WebSocket: ManualSocket, clock }, pacer, ...options },
    { kind: 'socket', url: 'wss://example.test' },
    { onOpen() {}, onFrame() {}, onPong() {}, onClose },
  );
  return { slot, socket: sockets[0]!, clock, sent, pacer };
}

it('writes nothing above 256 KiB unsent, and goes on when 64 KiB are left', () => {
  const { slot, socket } = open();
  const waits = [0, 256, 256.1, 200, 65, 64.1, 64, 200, 256, 300, 0].map((kib) => {
    socket.bufferedAmount = kib * KIB;
    return slot.waitMs();
  });
  expect(waits).toEqual([0, 0, 100, 100, 100, 100, 0, 0, 0, 100, 0]);
});

it('holds heartbeats back by the same marks', () => {
  const { slot, socket } = open({ heartbeat: { intervalMs: 1_000 } });
  socket.bufferedAmount = 257 * KIB;
  expect(slot.waitMs(true)).toBe(100);
  socket.bufferedAmount = 64 * KIB;
  expect(slot.waitMs(true)).toBe(0);
});

it('keeps a place for heartbeats only where there are any', () => {
  for (const [heartbeat, frames] of [
    [undefined, 10],
    [{ intervalMs: 1_000 }, 9],
  ] as const) {
    const { slot, sent } = open({ ...(heartbeat && { heartbeat }) });
    while (slot.waitMs() === 0) {
      slot.send('x');
    }
    expect(sent.length).toBe(frames);
    expect(slot.waitMs(true)).toBe(heartbeat ? 0 : 1_001);
  }
});

it('has nothing unsent before it was looked at', () => {
  const { slot, socket } = open();
  socket.bufferedAmount = 200 * KIB;
  expect(slot.waitMs()).toBe(0);
});

it('sends only while the socket is open and its own, and counts only what went', () => {
  const { slot, socket, sent, pacer } = open();
  const take = vi.spyOn(pacer, 'take');
  const tries = [0, 1, 2, 3].map((readyState) => {
    socket.readyState = readyState;
    return slot.send(`in ${readyState}`);
  });
  expect(tries).toEqual([false, true, false, false]);
  socket.readyState = 1;
  expect(slot.send('throw')).toBe(false);
  slot.drop(true);
  expect(slot.send('late')).toBe(false);
  expect(sent).toEqual(['in 1']);
  expect(slot.counts.written).toBe(1);
  expect(take).toHaveBeenCalledTimes(1);
});

it('tells of one close, and what no platform told is a loss without a reason', () => {
  const onClose = vi.fn();
  const { socket } = open({}, onClose);
  // A close event of a platform that tells nothing.
  const nothing = {} as never;
  socket.onclose?.(nothing);
  socket.onclose?.(nothing);
  expect(onClose.mock.calls).toEqual([[{ code: 1006, reason: '', http: undefined }]]);
});

it('opens no socket to where only HTTP could go', () => {
  const Socket = vi.fn();
  const target = { kind: 'http', url: 'https://example.test', headers: {} } as const;
  const handlers = { onOpen() {}, onFrame() {}, onPong() {}, onClose() {} };
  const runtime = { WebSocket: Socket, clock: createVirtualClock() };
  expect(() => openSlot({ runtime }, target, handlers)).toThrow('No socket can be opened');
  expect(Socket).not.toHaveBeenCalled();
});
