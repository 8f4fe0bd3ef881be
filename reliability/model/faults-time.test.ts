import { expect } from 'vitest';

import { SCRIPTED_SOCKETS } from './platform-script.ts';
import { scriptedFault, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;

/** Timers of a hidden page: once a second at first, once a minute later, whatever they were set to. */
async function throttle({ clock, settle }: Stage, everyMs: number, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    clock.sleep(everyMs);
    await settle();
  }
}

scriptedFault({
  id: 'R26',
  title: 'ten minutes in a hidden tab with throttled timers lose no connection',
  platforms: SCRIPTED_SOCKETS,
  plan: { heartbeat: { intervalMs: 25_000, message: '{"beat":1}' } },
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    await strike(async () => {
      stage.page.setHidden(true);
      stage.page.fire('visibilitychange');
      await throttle(stage as Stage, 1_000, 60);
      await throttle(stage as Stage, 60_000, 9);
    });
    await own(() => {
      expect(stage.status()).toBe('ready');
      expect(stage.dials()).toBe(1);
    });
    // The server speaks, as it may: then the page comes back to a socket that is known to live.
    await strike(() => {
      stage.current()?.deliver(stage.script.answer('still there', 1));
      stage.page.setHidden(false);
      stage.page.fire('visibilitychange');
    });
    await own(() => expect(stage.dials()).toBe(1));
    // And once more, to one that has said nothing for ten minutes: by the clock, that is one dial.
    await strike(async () => {
      stage.page.setHidden(true);
      stage.page.fire('visibilitychange');
      await throttle(stage as Stage, 60_000, 10);
      stage.page.setHidden(false);
      stage.page.fire('visibilitychange');
    });
    await own(() => expect(stage.dials()).toBe(2));
    stage.server.accept();
    await stage.settle();
    await say('after it');
    await answer();
  },
});

scriptedFault({
  id: 'R26',
  title: 'a page that comes back to a turn that is seconds old, after minutes of silence, keeps it',
  platforms: SCRIPTED_SOCKETS,
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    await strike(async () => {
      stage.page.setHidden(true);
      stage.page.fire('visibilitychange');
      await throttle(stage as Stage, 60_000, 3);
    });
    await say('one');
    await strike(async () => {
      await stage.clock.advance(3_000);
      stage.page.setHidden(false);
      stage.page.fire('visibilitychange');
    });
    await own(() => expect(stage.dials()).toBe(1));
    await answer();
    await own(() => expect(stage.outcome('one')).toBe('acknowledged'));
    await say('after it');
    await answer();
  },
});

const BEAT = { intervalMs: 25_000, message: '{"beat":1}', replyWithinMs: 10_000 };

scriptedFault({
  id: 'R18',
  title: 'an idle socket that is dead both ways is found by a message that the server answers',
  platforms: SCRIPTED_SOCKETS,
  plan: { heartbeat: BEAT },
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    const beats = (): number =>
      stage.network.written.filter(({ text }) => text === BEAT.message).length;
    for (let beat = 1; beat <= 3; beat += 1) {
      await stage.clock.advance(BEAT.intervalMs);
      expect(beats()).toBe(beat);
      stage.current()?.deliver('{"beat":"answered"}');
      await stage.settle();
    }
    await own(() => expect(stage.dials()).toBe(1));
    await strike(async () => {
      await stage.clock.advance(BEAT.intervalMs + BEAT.replyWithinMs - 1);
      expect(stage.dials()).toBe(1);
      await stage.pass(4_000);
      expect(stage.dials()).toBe(2);
    });
    await say('after it');
    await answer();
  },
});

scriptedFault({
  id: 'R28',
  title: 'a date set by an hour, either way, neither stretches a wait nor makes a loop',
  platforms: SCRIPTED_SOCKETS,
  plan: { options: { deadlines: { acknowledgeMs: 15_000, answerMs: 15_000 } } },
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    for (const byMs of [HOUR_MS, -HOUR_MS]) {
      // While it waits to dial: the next one comes within the longest wait, and not at once again and again.
      await strike(() => stage.current()?.end(1006));
      const before = stage.dials();
      await strike(async () => {
        stage.clock.setDate(byMs);
        await stage.pass(30_001);
      });
      await own(() => {
        const dials = stage.dials() - before;
        expect(dials).toBeGreaterThanOrEqual(1);
        expect(dials).toBeLessThanOrEqual(3);
      });
      // While it is at rest and useful.
      await stage.pass(12_000);
      const rested = stage.dials();
      await strike(async () => {
        stage.clock.setDate(byMs);
        await stage.pass(20_000);
      });
      await own(() => expect(stage.dials() - rested).toBeLessThanOrEqual(1));
    }
    // A deadline is of time that passes, whatever the date says meanwhile.
    await strike(async () => {
      await say('unanswered');
      stage.clock.setDate(-HOUR_MS);
      // Whatever else has the deadlines looked at again.
      await say('another');
      await stage.clock.advance(15_100);
      expect(stage.outcome('unanswered')).toBe('unconfirmed');
    });
    stage.server.accept();
    await stage.settle();
    await say('after it');
    await answer();
  },
});

const ADVISED_S = 20;

scriptedFault({
  id: 'R28',
  title:
    'a date set by an hour, either way, neither stretches nor ends the wait that a server asked for',
  platforms: ['nlx-http'],
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    for (const byMs of [-HOUR_MS, HOUR_MS]) {
      const { length } = stage.requests;
      await say(`held, ${byMs}`);
      await strike(async () => {
        stage.requests.at(-1)?.respond('{}', 503, { 'retry-after': String(ADVISED_S) });
        await stage.settle();
        // It never got there.
        stage.ledger.pop();
        await stage.clock.advance(1_000);
        stage.clock.setDate(byMs);
        await stage.settle();
      });
      await own(async () => {
        expect(stage.requests.length - length).toBe(1);
        // A quarter of the wait, or three seconds, is added at most; set back, it begins anew at worst.
        await stage.clock.advance(2 * ADVISED_S * 1_250);
        expect(stage.requests.length - length).toBe(2);
        expect(stage.requests.at(-1)?.isOpen).toBe(true);
      });
      await answer();
    }
    await say('after it');
    await answer();
  },
});
