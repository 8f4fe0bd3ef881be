import { expect, it } from 'vitest';

import { createPacer } from './pacer.ts';
import type { WebSocketLike } from './runtime.ts';
import { openSlot } from './socket-slot.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const KIB = 1_024;

/** A socket whose buffer is filled and drained by hand: a real one drains when it likes. */
function open(options: { readonly heartbeat?: { readonly intervalMs: number } } = {}) {
  const sent: string[] = [];
  class ManualSocket implements WebSocketLike {
    readonly readyState = 1;
    bufferedAmount = 0;
    onopen = null;
    onmessage = null;
    onclose = null;
    onerror = null;
    constructor() {
      sockets.push(this);
    }
    send(data: string): void {
      sent.push(data);
    }
    close(): void {}
  }
  const sockets: ManualSocket[] = [];
  const clock = createVirtualClock();
  const pacer = createPacer({ frames: 10, perMs: 1_000 }, clock);
  const slot = openSlot(
    { runtime: { WebSocket: ManualSocket }, pacer, ...options },
    { kind: 'socket', url: 'wss://example.test' },
    { onOpen() {}, onFrame() {}, onPong() {}, onClose() {} },
  );
  return { slot, socket: sockets[0]!, clock, sent };
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
