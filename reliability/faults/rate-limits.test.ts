import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { isOver } from '../judge/is-over.ts';
import { seconds } from '../seconds.ts';
import { answerNext } from './answer-next.ts';

const WAIT_MS = 20_000;

for (const [form, header] of [
  ['seconds', () => String(WAIT_MS / 1000)],
  // A date of the client's clock, which runs apart from the machine's.
  ['a date', (now: number) => new Date(now + WAIT_MS).toUTCString()],
] as const) {
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

fault({
  id: 'R43',
  title: 'a rate-limit frame slows the writing down, and the rest arrives in order',
  providers: ['lexicon', 'aui', 'nlx-socket'],
  async play({
    say,
    strike,
    own,
    until,
    simulator,
    ledger,
    heal,
    elapse,
    note,
    exchange,
    ...rest
  }) {
    await exchange('one');
    await strike(() =>
      simulator.setFaults({
        rateLimit: { perSecond: 1, ...(rest.provider === 'aui' && { closeCode: 4003 }) },
      }),
    );
    const texts = ['two', 'three', 'four', 'five'];
    texts.forEach(say);
    await own(async (parley) => {
      await until(
        'it is told',
        () => parley.errors.length > 0 || parley.oddities.length > 0 || ledger().length >= 5,
      );
      const { length } = parley.writes;
      const from = parley.now();
      await elapse(3_000);
      const count = parley.writes.length - length;
      note(`${count} frames in ${seconds(parley.now() - from)} after it`);
      expect(count).toBeLessThanOrEqual(8);
    });
    await strike(heal);
    await until('each has an end', () =>
      texts.every((text) => (rest.parley ? isOver(rest.outcomeOf(text)) : ledger().includes(text))),
    );
    await own(() => expect(Object.values(rest.outcomes())).not.toContain('refused'));
  },
});
