import { expect } from 'vitest';
import { WebSocket } from 'ws';

import { fault } from '../fault.ts';
import { handBack, handOver } from '../hand-over.ts';

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
  title:
    'a server that stops reading stops the writing, what waits is bounded, and nothing is lost when it goes on',
  // NLX while a person has the conversation. Else it has one message under way at a time, as AUI does: nothing piles up.
  providers: ['lexicon', 'nlx-socket'],
  isHuman: true,
  options: {
    options: {
      maxLength: 40_000,
      maxMessages: 4 * MESSAGES,
      // Not one more than are said at first.
      outbox: { messages: MESSAGES, bytes: 33_554_432 },
      deadlines: { acknowledgeMs: 600_000 },
    },
  },
  async play(scene) {
    const { say, strike, own, until, simulator, heal, proxy, elapse, ledger } = scene;
    const { note, exchange, outcomes, outcomeOf, provider, given } = scene;
    await exchange('one');
    await strike(async () => {
      if (provider === 'nlx-socket') await handOver(scene);
      simulator.setFaults({ hang: true });
    });
    for (let count = 1; count <= MESSAGES; count += 1) {
      say(`large ${count}${PADDING}`);
    }
    await own(async (parley) => {
      const { port } = new URL(proxy.url(simulator.url));
      const written = (): number => waited.get(port)?.length ?? 0;
      const counted = (outcome: string): number =>
        Object.values(outcomes()).filter((each) => each === outcome).length;
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
      // One more goes in below the mark.
      expect(parley.unsentBytes()).toBeLessThanOrEqual(HIGH_WATER_BYTES + 2 * PADDING.length);
      // The user goes on: what waits grows to its bound and not beyond, and the rest is refused visibly.
      for (let count = 1; outcomeOf(`more ${count - 1}`) !== 'refused'; count += 1) {
        expect(count).toBeLessThanOrEqual(MESSAGES);
        say(`more ${count}`);
      }
      const [queued, unsent] = [counted('queued'), parley.unsentBytes()];
      expect([queued, counted('refused')]).toEqual([MESSAGES, 1]);
      await elapse(60_000);
      expect([written(), counted('queued'), parley.unsentBytes()]).toEqual([
        before,
        queued,
        unsent,
      ]);
      expect(parley.dials).toHaveLength(1);
      note(
        `stopped after ${written()} frames, at most ${Math.round(most / 1024)} KiB unsent and ${queued} of ${queued} messages waiting`,
      );
    });
    await strike(heal);
    const refused = Object.values(outcomes()).filter((each) => each === 'refused').length;
    await until('all of it has arrived', () => ledger().length >= given().length - refused);
    await strike(async () => {
      if (provider === 'nlx-socket') await handBack(scene);
    });
  },
});
