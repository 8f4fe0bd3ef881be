import { expect } from 'vitest';

import { type AskedTurn, startAnswerServer, type WrittenAnswer } from '../answer-server.ts';
import { fault } from '../fault.ts';
import { handBack, handOver } from '../hand-over.ts';
import { wordsOf } from '../platforms.ts';
import { seconds } from '../seconds.ts';

/** Longer than any answer of a machine may take. */
const THINKS_MS = 180_000;
/** After this a message to a person who is still heard has arrived. */
const PROVEN_MS = 11_000;

fault({
  id: 'R19',
  title:
    'while a person has the conversation no silence makes a message unconfirmed, and messages flow freely',
  providers: ['nlx-socket'],
  isHuman: true,
  options: { speed: 60 },
  async play(scene) {
    const { say, taken, answered, strike, own, proxy, elapse, outcomes, exchange } = scene;
    await exchange('one');
    await strike(async () => {
      await handOver(scene);
      // Nothing comes back for minutes: a person takes their time.
      proxy.holeDown();
    });
    for (const words of ['two', 'three', 'four']) say(words);
    // None waits for the answer of the one before.
    await taken('four');
    await own(async (parley) => {
      await elapse(THINKS_MS);
      expect(outcomes()).toEqual({
        one: 'acknowledged',
        two: 'sent',
        three: 'sent',
        four: 'sent',
      });
      expect([parley.errors, parley.dials.length]).toEqual([[], 1]);
      expect(parley.chat.store.getState()).toMatchObject({ status: 'ready', handoff: 'agent' });
    });
    await strike(() => proxy.heal());
    await answered('four');
    await strike(() => handBack(scene));
    await exchange('five');
  },
});

fault({
  id: 'R14',
  title:
    'a socket that is lost while a person has the conversation leaves what was just said unconfirmed, and loses nothing',
  providers: ['nlx-socket'],
  isHuman: true,
  async play(scene) {
    const { say, taken, answered, says, strike, own, proxy, elapse, outcomeOf } = scene;
    const { until, ready, noticed, askAgain, timesTaken, exchange } = scene;
    await exchange('one');
    await strike(() => handOver(scene));
    say('two');
    await taken('two');
    await answered('two');
    await own(async () => {
      await elapse(PROVEN_MS);
      scene.simulator.push({ messages: [{ messageId: 'm2', text: 'I am here.' }] });
      await until('it is heard', () => scene.shown().includes('I am here.'));
    });
    await strike(() => proxy.holeUp());
    say('three');
    say('four');
    await strike(async () => {
      await until('both are written', () => outcomeOf('four') === 'sent' || !scene.parley);
      proxy.reset();
      await proxy.heal();
      await noticed();
      await ready();
    });
    await own(async (parley) => {
      await says('three', 'unconfirmed');
      await says('four', 'unconfirmed');
      // Long ago, and the person was heard after it.
      expect(outcomeOf('two')).toBe('sent');
      expect(timesTaken('three') + timesTaken('four')).toBe(0);
      expect(parley.chat.store.getState().handoff).toBe('agent');
      askAgain('three');
      await answered('three');
      askAgain('four');
      await answered('four');
      expect([timesTaken('three'), timesTaken('four')]).toEqual([1, 1]);
    });
    await strike(() => handBack(scene));
    await exchange('five');
  },
});

/** An answer that says the words again, and hands over to a person where they ask for one. */
function writeHandOver({ text, conversationId }: AskedTurn): WrittenAnswer {
  const words = wordsOf(text);
  const metadata = words === 'a person, please' ? { escalation: true } : {};
  return {
    type: 'application/json',
    body: JSON.stringify({ conversationId, messages: [{ text: words }], metadata }),
  };
}

fault({
  id: 'R19',
  title:
    'over HTTP, where no person answers, a request in a hole ends by its deadline after a hand-over as well',
  providers: ['nlx-http'],
  options: { start: () => startAnswerServer(writeHandOver) },
  async play({ say, says, strike, own, until, proxy, now, note, exchange }) {
    await exchange('one');
    await strike(() => exchange('a person, please'));
    await own((parley) =>
      until('it is handed over', () =>
        parley.chat.store
          .getState()
          .messages.some(({ metadata }) => metadata?.['notice'] === 'agent-elsewhere'),
      ),
    );
    await strike(() => proxy.strand());
    await strike(() => proxy.holeAll());
    const struck = now();
    say('two');
    await own(async () => {
      await says('two', 'unconfirmed');
      expect(now() - struck).toBeLessThanOrEqual(65_000);
      note(`after a hand-over: found after ${seconds(now() - struck)}`);
    });
    await strike(() => proxy.heal());
    await exchange('three');
  },
});
