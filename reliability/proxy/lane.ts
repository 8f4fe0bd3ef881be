import type { Socket } from 'node:net';

import type { Direction, Disturbance, Strikes } from './disturbance.ts';
import { resetSocket } from './reset-socket.ts';

/** Beyond this, what a hole holds back is left in the kernel, so that the sender feels it. */
const HELD_BYTES = 262_144;

export interface LaneParts {
  readonly direction: Direction;
  readonly from: Socket;
  readonly to: Socket;
  readonly disturbance: () => Disturbance;
  readonly strikes: Strikes;
  readonly random: () => number;
  readonly onBytes: (bytes: number) => void;
  /** The place where the connection is to be cut was reached. */
  readonly onCut: () => void;
}

/** One direction of one connection. */
export interface Lane {
  /** Goes on after the disturbance changed. */
  run(): void;
}

type Piece = { readonly dueMs: number } & (
  | { readonly bytes: Buffer }
  | { readonly end: 'in peace' | 'by reset' }
);

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** The last bit of a text that stays ASCII otherwise: no longer UTF-8, no longer JSON. */
function corrupt(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const last = copy.length - 1;
  copy[last] = (copy[last] ?? 0) ^ 0x80;
  return copy;
}

function slicesOf(bytes: Buffer, size: number | undefined): readonly Buffer[] {
  if (size === undefined) return [bytes];
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

/** Carries bytes one way, disturbed. A hole also keeps the other side's end from being seen. */
export function createLane(parts: LaneParts): Lane {
  const { direction, from, to, disturbance, strikes, random, onBytes, onCut } = parts;
  const queue: Piece[] = [];
  let heldBytes = 0;
  let lastDueMs = 0;
  let isRunning = false;

  function write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (to.destroyed || to.writableEnded) return resolve();
      const done = (): void => {
        to.off('drain', done);
        to.off('close', done);
        resolve();
      };
      to.once('close', done);
      if (to.write(bytes)) setImmediate(done);
      else to.once('drain', done);
    });
  }

  async function deliver(bytes: Buffer): Promise<boolean> {
    const { sliceBytes, bytesPerSecond } = disturbance();
    let left = bytes;
    for (const slice of slicesOf(bytes, sliceBytes)) {
      if (disturbance().hole[direction]) {
        // A hole that opened meanwhile keeps the rest.
        heldBytes += left.length;
        queue.unshift({ dueMs: 0, bytes: left });
        return true;
      }
      left = left.subarray(slice.length);
      const room = strikes.cutAfter ?? Infinity;
      onBytes(Math.min(room, slice.length));
      await write(slice.subarray(0, room));
      if (room <= slice.length) {
        strikes.cutAfter = undefined;
        onCut();
        return false;
      }
      if (strikes.cutAfter !== undefined) strikes.cutAfter -= slice.length;
      if (bytesPerSecond !== undefined) await wait((slice.length / bytesPerSecond) * 1000);
    }
    return true;
  }

  async function carry(): Promise<void> {
    for (let piece = queue[0]; piece && !disturbance().hole[direction]; piece = queue[0]) {
      const early = piece.dueMs - performance.now();
      if (early > 0) {
        await wait(early);
        continue;
      }
      queue.shift();
      if ('end' in piece) {
        if (piece.end === 'in peace') to.end();
        else resetSocket(to);
        return;
      }
      heldBytes -= piece.bytes.length;
      if (!(await deliver(piece.bytes))) return;
    }
    if (heldBytes < HELD_BYTES) from.resume();
  }

  function run(): void {
    if (isRunning) return;
    isRunning = true;
    void carry().finally(() => {
      isRunning = false;
      // What came while the last piece was on its way.
      if (queue.length > 0 && !disturbance().hole[direction] && !to.destroyed) run();
    });
  }

  function dueMs(): number {
    const { latencyMs, jitterMs } = disturbance();
    lastDueMs = Math.max(lastDueMs, performance.now() + latencyMs + jitterMs * random());
    return lastDueMs;
  }

  function take(bytes: Buffer): void {
    const isDamaged = strikes.corrupt > 0;
    const isDoubled = strikes.duplicate > 0;
    strikes.corrupt -= isDamaged ? 1 : 0;
    strikes.duplicate -= isDoubled ? 1 : 0;
    const piece = { dueMs: dueMs(), bytes: isDamaged ? corrupt(bytes) : bytes };
    for (const each of isDoubled ? [piece, piece] : [piece]) {
      queue.push(each);
      heldBytes += each.bytes.length;
    }
    if (heldBytes >= HELD_BYTES) from.pause();
    run();
  }

  let hasEnded = false;
  function finish(end: 'in peace' | 'by reset'): void {
    if (hasEnded) return;
    hasEnded = true;
    queue.push({ dueMs: dueMs(), end });
    run();
  }

  from.on('data', take);
  from.on('end', () => finish('in peace'));
  from.on('close', (hadError) => finish(hadError ? 'by reset' : 'in peace'));
  return { run };
}
