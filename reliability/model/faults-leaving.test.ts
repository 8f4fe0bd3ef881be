import { expect } from 'vitest';

import { leavesNothing } from './invariants.ts';
import { SCRIPTED_PLATFORMS, SCRIPTED_SOCKETS } from './platform-script.ts';
import { scriptedFault, type Stage } from './stage.ts';
import { CANARY } from './token-desk.ts';

scriptedFault({
  id: 'R38',
  title: 'leaving while a key is asked for leaves no timer, no listener and no dial',
  platforms: SCRIPTED_PLATFORMS,
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await strike(async () => {
      stage.desk.hold(true);
      await say('waits for a key');
      expect(stage.desk.waiting).toBe(1);
      expect(stage.outcome('waits for a key')).toBe('queued');
      // As long as a key may take.
      await stage.clock.advance(14_000);
      expect(stage.outcome('waits for a key')).toBe('queued');
      await leavesNothing(stage, stage.changes);
      expect(stage.ledger).toEqual([]);
      expect(stage.outcome('waits for a key')).toBe('queued');
      stage.desk.hold(false);
    });
    await arrive();
    await own(() => {
      expect(stage.ledger.map(({ text }) => text)).toEqual(['waits for a key']);
      expect(stage.outcome('waits for a key')).not.toBe('failed');
    });
    await say('after it');
    await answer();
  },
});

scriptedFault({
  id: 'R38',
  title: 'leaving during a handshake, a backoff or a burst leaves nothing either',
  platforms: SCRIPTED_SOCKETS,
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await strike(async () => {
      stage.connect();
      await stage.settle();
      await leavesNothing(stage, stage.changes);
      await arrive();
      stage.current()?.end(1006);
      await stage.settle();
      expect(stage.status()).toBe('reconnecting');
      await leavesNothing(stage, stage.changes);
    });
    await arrive();
    await strike(async () => {
      for (let count = 1; count <= 25; count += 1) {
        stage.send(`burst ${count}`);
      }
      const written = stage.ledger.length;
      expect(written).toBeGreaterThan(0);
      await leavesNothing(stage, stage.changes);
      expect(stage.ledger).toHaveLength(written);
    });
    await arrive();
    await own(() => expect(stage.status()).toBe('ready'));
    await say('after it');
    await answer();
  },
});

scriptedFault({
  id: 'R39',
  title: 'a key function that hangs, throws or is late is asked again, and never in a crowd',
  platforms: SCRIPTED_PLATFORMS,
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await strike(async () => {
      stage.desk.hold(true);
      await say('one');
      for (let caller = 0; caller < 20; caller += 1) {
        stage.chat.connect();
        stage.chat.reconnect();
      }
      await stage.settle();
      expect(stage.desk.asked).toBe(1);
      // It hangs: given up after 15 s, and asked again later.
      await stage.clock.advance(15_100);
      expect(stage.dials()).toBe(0);
      await stage.clock.advance(31_000);
      expect(stage.desk.asked).toBeGreaterThan(1);
      expect(stage.desk.asked).toBeLessThanOrEqual(5);
      // It throws.
      const asked = stage.desk.asked;
      stage.desk.refuse();
      await stage.settle();
      expect(stage.dials()).toBe(0);
      expect(JSON.stringify(stage.state())).not.toContain(CANARY);
      await stage.clock.advance(31_000);
      expect(stage.desk.asked).toBeGreaterThan(asked);
      stage.note(`asked ${stage.desk.asked} times in 77 s`);
      stage.desk.hold(false);
      stage.desk.answer();
      await stage.clock.advance(31_000);
    });
    await arrive();
    await own(() => expect(stage.ledger.map(({ text }) => text)).toEqual(['one']));
    await answer();
    await say('two');
    await answer();
  },
});

scriptedFault({
  id: 'R39',
  title: 'a key that is over by the next dial is asked for anew',
  platforms: SCRIPTED_SOCKETS,
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    await strike(async () => {
      // Good for a minute; used until half a minute before that.
      stage.current()?.end(1006);
      await stage.settle();
      await stage.clock.advance(4_100);
      expect(stage.desk.asked).toBe(1);
      stage.server.accept();
      await stage.settle();
      await stage.clock.advance(40_000);
      stage.current()?.end(1006);
      await stage.settle();
      await stage.clock.advance(4_100);
      expect(stage.desk.asked).toBe(2);
      expect(stage.dials()).toBe(3);
    });
    await own(() => expect(stage.wrongs).toEqual([]));
    await stage.pass(31_000);
    await say('after it');
    await answer();
  },
});

scriptedFault({
  id: 'R39',
  title: 'a key that is over when it comes is asked for again, and never goes out',
  platforms: SCRIPTED_PLATFORMS,
  async play({ arrive, strike, own, say, answer, ...stage }) {
    const wayMs = 5_000;
    await strike(async () => {
      // As good as a minute old when it comes: it lives for less than its way takes.
      stage.desk.lives(wayMs - 1);
      stage.desk.hold(true);
    });
    await say('one');
    await strike(async () => {
      for (let time = 1; time <= 3; time += 1) {
        await waitFor(stage, () => stage.desk.waiting > 0);
        expect(stage.desk.asked).toBe(time);
        await stage.clock.advance(wayMs);
        stage.desk.answer();
        await stage.settle();
        expect(stage.dials() + stage.ledger.length).toBe(0);
        expect(JSON.stringify(stage.state())).not.toContain(CANARY);
      }
      // The same way takes nothing from a key that lives for an hour.
      stage.desk.lives(3_600_000);
      await waitFor(stage, () => stage.desk.waiting > 0);
      stage.desk.answer();
      stage.desk.hold(false);
    });
    await arrive();
    await own(() => {
      expect(stage.desk.asked).toBe(4);
      expect(stage.wrongs).toEqual([]);
      expect(stage.ledger.map(({ text }) => text)).toEqual(['one']);
    });
    await answer();
    await say('two');
    await answer();
  },
});

/** Time goes by until this is so, for no longer than any wait between two dials. */
async function waitFor({ clock }: Pick<Stage, 'clock'>, isSo: () => boolean): Promise<void> {
  for (let passed = 0; passed < 31_000 && !isSo(); passed += 100) {
    await clock.advance(100);
  }
}
