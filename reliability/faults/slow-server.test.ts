import { expect } from 'vitest';
import { WebSocket } from 'ws';

import { fault } from '../fault.ts';

const HIGH_WATER_BYTES = 262_144;
/** More than the kernel holds: about 4 MiB vanish before a client can notice anything. */
const MESSAGES = 450;
/** Below the platform's limit for one message. */
const PADDING = 'x'.repeat(31_000);

/** What waited in each socket whenever something was written to it, by the port that it was dialed on. */
const waited = new Map<string, number[]>();

const { send } = WebSocket.prototype;
Object.assign(WebSocket.prototype, {
  send(this: WebSocket, ...input: Parameters<typeof send>) {
    // A server's sockets have no address.
    if (this.url) {
      const { port } = new URL(this.url);
      waited.set(port, [...(waited.get(port) ?? []), this.bufferedAmount]);
    }
    return send.apply(this, input);
  },
});

fault({
  id: 'R42',
  title: 'a server that stops reading stops the writing, and nothing is lost when it goes on',
  // The others have one message under way at a time: nothing piles up.
  providers: ['lexicon'],
  options: {
    options: {
      maxLength: 40_000,
      outbox: { messages: 1_000, bytes: 33_554_432 },
      deadlines: { acknowledgeMs: 600_000 },
    },
  },
  async play({ say, strike, own, until, simulator, heal, proxy, elapse, ledger, note, exchange }) {
    await exchange('one');
    await strike(() => simulator.setFaults({ hang: true }));
    for (let count = 1; count <= MESSAGES; count += 1) {
      say(`large ${count}${PADDING}`);
    }
    await own(async (parley) => {
      const { port } = new URL(proxy.url(simulator.url));
      const written = (): number => waited.get(port)?.length ?? 0;
      let before = -1;
      // It has stopped when nothing more is written although the pace would allow it.
      await until('the writing has stopped', () =>
        (waited.get(port) ?? []).some((bytes) => bytes > 0),
      );
      while (written() !== before) {
        before = written();
        await elapse(5_000);
      }
      const most = Math.max(...(waited.get(port) ?? []));
      expect(written()).toBeLessThan(MESSAGES);
      expect(most).toBeLessThanOrEqual(HIGH_WATER_BYTES);
      expect(parley.dials).toHaveLength(1);
      note(`stopped after ${written()} frames, at most ${Math.round(most / 1024)} KiB waited`);
    });
    await strike(heal);
    await until('all of it has arrived', () => ledger().length >= MESSAGES + 1);
  },
});
