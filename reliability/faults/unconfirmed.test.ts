import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { PROVIDERS } from '../platforms.ts';

const timesOf = (ledger: readonly string[], words: string): number =>
  ledger.filter((each) => each === words).length;

fault({
  id: 'R14',
  title: 'a message that a reset swallowed is unconfirmed and never sent again unasked',
  providers: PROVIDERS,
  async play({ say, answered, says, strike, own, until, proxy, heal, ledger, askAgain, ...rest }) {
    say('one');
    await answered('one');
    await strike(() => proxy.holeUp());
    say('two');
    await strike(async () => {
      await until('it was written', () => ['sending', 'sent'].includes(rest.outcomeOf('two')));
      proxy.reset();
      await heal();
    });
    await own(async () => {
      await says('two', 'unconfirmed');
      expect(timesOf(ledger(), 'two')).toBe(0);
    });
    say('three');
    await answered('three');
    await own(async () => {
      expect(rest.outcomeOf('two')).toBe('unconfirmed');
      expect(timesOf(ledger(), 'two')).toBe(0);
      askAgain('two');
      await answered('two');
      expect(timesOf(ledger(), 'two')).toBe(1);
    });
  },
});

fault({
  id: 'R15',
  title: 'a message whose acknowledgement was lost is unconfirmed, and arrived once',
  providers: PROVIDERS,
  async play({ say, answered, taken, says, strike, own, proxy, heal, ledger, outcomeOf }) {
    say('one');
    await answered('one');
    await strike(() => proxy.holeDown());
    say('two');
    await taken('two');
    await strike(async () => {
      proxy.reset();
      await heal();
    });
    await own(() => says('two', 'unconfirmed'));
    say('three');
    await answered('three');
    await own(() => {
      expect(outcomeOf('two')).toBe('unconfirmed');
      expect(timesOf(ledger(), 'two')).toBe(1);
    });
  },
});

fault({
  id: 'R15',
  title: 'a message whose acknowledgement was lost is found in the history after the reconnect',
  providers: ['lexicon', 'aui'],
  options: { history: true },
  async play({ say, answered, taken, says, strike, own, proxy, heal, ledger }) {
    say('one');
    await answered('one');
    await strike(() => proxy.holeDown());
    say('two');
    await taken('two');
    await strike(async () => {
      proxy.reset();
      await heal();
    });
    await own(async () => {
      await says('two', 'acknowledged');
      expect(timesOf(ledger(), 'two')).toBe(1);
    });
    say('three');
    await answered('three');
  },
});
