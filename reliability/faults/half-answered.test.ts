import { expect } from 'vitest';

import { fault } from '../fault.ts';
import type { ProviderName, ServeOptions } from '../platforms.ts';
import type { FaultProxy } from '../proxy/fault-proxy.ts';
import type { Scene } from '../scene.ts';
import { seconds } from '../seconds.ts';
import { LONG } from './long-answer.ts';

/** Until an answer, or the rest of it, is overdue. */
const ANSWER_MS: Readonly<Record<ProviderName, number>> = {
  'nlx-socket': 60_000,
  'nlx-http': 60_000,
  lexicon: 120_000,
  aui: 60_000,
};
/** What a busy machine adds on a clock that runs many times as fast. */
const SLACK_MS = 5_000;

/** How far the conversation is when the hole opens. */
interface Point {
  readonly when: string;
  readonly providers: readonly ProviderName[];
  readonly serve: (provider: ProviderName) => ServeOptions;
  /** Gets there. `before`: bytes that came before the message was said. */
  readonly reach: (scene: Scene, before: number) => Promise<void>;
  /** What is known of the message from then on, whatever becomes of its answer. */
  readonly knows: (provider: ProviderName) => 'acknowledged' | 'unconfirmed';
}

const POINTS: readonly Point[] = [
  {
    when: 'after the acknowledgement',
    // NLX and AUI say nothing before their answer; over HTTP the head of the response is a word.
    providers: ['lexicon', 'nlx-http'],
    serve: (provider) =>
      provider === 'lexicon' ? { tokenDelayMs: 30, thinkDelayMs: 900 } : { tokenDelayMs: 2_400 },
    reach: ({ until, proxy }, before) => until('it is heard', () => proxy.bytes.down > before + 40),
    // A head alone is no answer: nobody knows what became of the request behind it.
    knows: (provider) => (provider === 'lexicon' ? 'acknowledged' : 'unconfirmed'),
  },
  {
    when: 'in mid-answer',
    providers: ['lexicon', 'aui', 'nlx-http'],
    serve: (provider) => ({ tokenDelayMs: provider === 'nlx-http' ? 2_400 : 100 }),
    reach: ({ until, shown }) =>
      until('the answer has begun', () => shown().some((text) => text !== 'one')),
    // What shows an answer was heard.
    knows: () => 'acknowledged',
  },
  {
    when: 'within the one frame of an answer',
    providers: ['nlx-socket'],
    serve: () => ({}),
    reach: ({ until, proxy }, before) =>
      until('a piece of it came', () => proxy.bytes.down > before + 20),
    knows: () => 'unconfirmed',
  },
];

const HOLES: readonly (readonly [id: string, how: string, dig: (proxy: FaultProxy) => void])[] = [
  ['R18', 'both ways', (proxy) => proxy.strand()],
  ['R19', 'down', (proxy) => proxy.holeDown()],
];

for (const { when, providers, serve, reach, knows } of POINTS) {
  for (const [id, how, dig] of HOLES) {
    fault({
      id,
      title: `a connection that is dead (${how}) from a moment ${when} is found by the deadline of the answer`,
      providers,
      options: (provider) => ({ serve: serve(provider) }),
      async play(scene) {
        const { say, taken, strike, own, proxy, provider, until, now, note } = scene;
        const { exchange, outcomeOf, shown, timesTaken } = scene;
        await exchange('one');
        await own((parley) =>
          until('nothing is on its way', () => parley.chat.store.getState().status === 'ready'),
        );
        await strike(() => {
          // What comes in one frame comes slowly, then.
          if (provider !== 'nlx-socket') return;
          proxy.slice(4);
          proxy.bandwidth(100);
        });
        const before = proxy.bytes.down;
        say(LONG);
        await taken(LONG);
        await strike(async () => {
          await reach(scene, before);
          dig(proxy);
        });
        const struck = now();
        await own(async (parley) => {
          const { length } = parley.statuses;
          const isFound = (): boolean =>
            provider === 'nlx-http'
              ? parley.chat.store.getState().error !== null
              : parley.statuses.length > length;
          await until('it is found out', isFound);
          note(`${when}: found after ${seconds(now() - struck)}`);
          expect(now() - struck).toBeLessThanOrEqual(ANSWER_MS[provider] + SLACK_MS);
          expect(outcomeOf(LONG)).toBe(knows(provider));
          const { messages, status } = parley.chat.store.getState();
          expect(messages.filter(({ state }) => state === 'streaming')).toEqual([]);
          expect(status).not.toMatch(/submitted|streaming/u);
        });
        await strike(() => proxy.heal());
        await exchange('three');
        await own(() => {
          expect(timesTaken(LONG)).toBe(1);
          expect(shown().filter((text) => text === LONG).length).toBeLessThanOrEqual(1);
        });
      },
    });
  }
}

fault({
  id: 'R19',
  title: 'a connection that is dead upwards after the acknowledgement still gives the answer',
  providers: ['lexicon'],
  options: { serve: { tokenDelayMs: 30, thinkDelayMs: 900 } },
  async play({ say, says, taken, answered, strike, own, proxy, exchange, outcomeOf, heal }) {
    await exchange('one');
    say('two');
    await taken('two');
    await strike(() => proxy.holeUp());
    await answered('two');
    await own(async (parley) => {
      expect(outcomeOf('two')).toBe('acknowledged');
      expect(parley.dials).toHaveLength(1);
    });
    say('three');
    await own(() => says('three', 'unconfirmed'));
    await strike(heal);
    await exchange('four');
  },
});
