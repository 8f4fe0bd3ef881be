import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { isOver } from '../judge/is-over.ts';
import { SOCKETS } from '../platforms.ts';
import { seconds } from '../seconds.ts';
import { answerNext } from './answer-next.ts';

const WAIT_MS = 20_000;

const FORMS = [
  ['seconds', () => String(WAIT_MS / 1000)],
  // A date of the client's clock, which runs apart from the machine's.
  ['a date', (now: number) => new Date(now + WAIT_MS).toUTCString()],
] as const;

for (const [form, header] of FORMS) {
  for (const status of [429, 503]) {
    fault({
      id: 'R43',
      title: `a ${status} with Retry-After as ${form} is waited for, and the message arrives once`,
      providers: ['nlx-http'],
      async play(scene) {
        const { say, exchange, answered, strike, own, until, heal } = scene;
        const { now, note, outcomeOf, timesTaken } = scene;
        await exchange('one');
        await strike(() => answerNext(scene, status, () => ({ 'retry-after': header(now()) })));
        say('two');
        await own(async (parley) => {
          // It may be queued for a moment before it goes out, too.
          await until('it was asked', () => parley.dials.length > 1);
          await until('it waits', () => outcomeOf('two') === 'queued');
          const { length } = parley.dials;
          const askedAt = parley.dials.at(-1) ?? 0;
          const refusedAt = now();
          await heal();
          await until('it is asked again', () => parley.dials.length > length);
          const againAt = parley.dials.at(-1) ?? 0;
          note(`${status}, ${form}: asked again after ${seconds(againAt - askedAt)}`);
          // A date has no fractions of a second.
          expect(againAt - askedAt).toBeGreaterThanOrEqual(WAIT_MS - 1_000);
          // How long the refusal was on its way is the machine's affair.
          expect(againAt - refusedAt).toBeLessThanOrEqual(WAIT_MS * 1.25 + 2_000);
        });
        await answered('two');
        await own(() => expect(timesTaken('two')).toBe(1));
      },
    });
  }
}

for (const status of [408, 502, 504]) {
  fault({
    id: 'R43',
    title: `a ${status} with Retry-After may have been taken: it is unconfirmed, and what comes next waits for that time`,
    providers: ['nlx-http'],
    async play(scene) {
      const { say, exchange, answered, strike, own, heal, says, note } = scene;
      await exchange('one');
      await strike(() => answerNext(scene, status, () => ({ 'retry-after': '20' })));
      say('two');
      await strike(async () => {
        await says('two', 'unconfirmed');
        await heal();
      });
      say('three');
      await answered('three');
      await own(({ dials }) => {
        const [, asked = 0, next = 0, ...more] = dials;
        expect(more).toEqual([]);
        expect(next - asked).toBeGreaterThanOrEqual(WAIT_MS);
        note(`${status}: the next message ${seconds(next - asked)} later`);
      });
    },
  });
}

for (const [form, header] of FORMS) {
  for (const status of [429, 503]) {
    fault({
      id: 'R43',
      title: `a handshake refused with ${status} and Retry-After as ${form} is not dialed again before that`,
      providers: SOCKETS,
      async play({
        exchange,
        strike,
        own,
        until,
        heal,
        proxy,
        now,
        note,
        ready,
        client,
        ...scene
      }) {
        await exchange('one');
        let advisedAt = 0;
        await strike(async () => {
          advisedAt = now() + WAIT_MS;
          proxy.answer(status, { 'retry-after': header(now()) });
          proxy.reset();
          await until('the handshake is refused', () => proxy.accepted === 2);
          await until('it waits', () => !client.isReady());
        });
        scene.say('two');
        await own(async (parley) => {
          await until('it knows', () => parley.status() === 'reconnecting');
          await until(
            'it has no socket',
            () => parley.dials.length === 2 && parley.sockets() === 0,
          );
          await heal();
          await ready();
          const [, refused = 0, again = 0, ...more] = parley.dials;
          expect(more).toEqual([]);
          // A date has no fractions of a second; seconds count from the refusal.
          const earliest = form === 'seconds' ? refused + WAIT_MS : advisedAt - 1_000;
          expect(again).toBeGreaterThanOrEqual(earliest);
          // Late by a quarter at most, and what the machine adds.
          expect(again - earliest).toBeLessThanOrEqual(WAIT_MS * 0.25 + 5_000);
          note(`handshake, ${status}, ${form}: dialed again after ${seconds(again - refused)}`);
        });
        await strike(heal);
        await scene.answered('two');
      },
    });
  }
}

const MANY = Array.from({ length: 30 }, (_, index) => `number ${index + 1}`);
const WATCH_MS = 3_000;

/** What each platform is told to do with more than it takes, and what may then be written within `WATCH_MS`. */
const LIMITS: Readonly<
  Record<(typeof SOCKETS)[number], { readonly closeCode?: number; readonly most: number }>
> = {
  // Ten a second otherwise; half of that, again for each time it is told.
  lexicon: { most: 8 },
  // A close: nothing at all for ten seconds.
  aui: { closeCode: 4003, most: 0 },
  // No word of NLX's for it is known: it closes, and a dial takes its time.
  'nlx-socket': { closeCode: 4429, most: 0 },
};

fault({
  id: 'R43',
  title:
    'a server that says it is too much is written to more slowly, and the rest arrives in order',
  providers: SOCKETS,
  async play(scene) {
    const { say, strike, own, until, simulator, heal, elapse, note, exchange } = scene;
    const { provider, parley, outcomeOf, outcomes, ledger } = scene;
    await exchange('one');
    const { closeCode, most } = LIMITS[provider as keyof typeof LIMITS];
    let refusals = 0;
    await strike(() => {
      simulator.setFaults({ rateLimit: { perSecond: 2, closeCode } });
    });
    MANY.forEach(say);
    await own(async ({ errors, statuses, writes, now }) => {
      const isTold = (): boolean =>
        errors.some(({ code }) => code === 'rate-limited') || statuses.at(-1) === 'reconnecting';
      await until('the limit is met', isTold);
      refusals = writes.length;
      const from = now();
      await elapse(WATCH_MS);
      const count = writes.length - refusals;
      note(`${provider}: ${count} frames in ${seconds(now() - from)} after it`);
      expect(count).toBeLessThanOrEqual(most);
      // There was more to write.
      expect(Object.values(outcomes())).toContain('queued');
    });
    await strike(heal);
    await until('each has an end', () =>
      MANY.every((text) => (parley ? isOver(outcomeOf(text)) : ledger().includes(text))),
    );
    await own(() => expect(Object.values(outcomes())).not.toContain('refused'));
  },
});
