import type { Simulator } from '@parley/simulators';

import { seededRandom } from './model/world.ts';
import type { ProviderName } from './platforms.ts';
import type { Rig } from './rig.ts';

/** A life full of faults, the same for the same seed but for what the machine's own time makes of it. */
export interface Trouble {
  /** The user says something, or something breaks, or something is mended; then a moment goes by. */
  next(): Promise<void>;
  /** How many faults there were. */
  struck(): number;
}

/** A chat in its rig, in Node or in a page. */
export interface Troubled extends Pick<Rig, 'proxy' | 'simulator' | 'provider' | 'heal'> {
  say(words: string): unknown;
  askAgain(words: string): unknown;
  /** Its word on each message. */
  outcomes(): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
}

type Faults = Simulator['faults'];
type Fault = (rig: Troubled) => unknown;

/** At once over: the client only notices. */
const BLOWS: readonly Fault[] = [
  ({ proxy }) => proxy.reset(),
  ({ proxy }) => proxy.finish(),
  ({ simulator }) => simulator.drop('terminate'),
  ({ simulator }) => simulator.drop({ code: 1001 }),
  // What is final to one platform or another (1008, 4001) ends the chat, as it should, and is not among them. Nor are
  // doubled bytes: the first half of an answer that comes twice is another answer where nothing names it.
  ({ simulator }) => simulator.drop({ code: 1011 }),
  ({ simulator }) => simulator.drop({ code: 1012 }),
  ({ simulator }) => simulator.drop({ code: 1013 }),
  ({ proxy }) => proxy.corruptNext('down'),
  ({ simulator }) => simulator.setFaults({ garbleNext: 1 }),
  ({ simulator }) => simulator.setFaults({ loseAcknowledgements: 1 }),
];

/** They last until they are mended. */
const STATES: readonly Fault[] = [
  ({ proxy }) => proxy.holeAll(),
  ({ proxy }) => proxy.holeUp(),
  ({ proxy }) => proxy.holeDown(),
  ({ proxy }) => proxy.strand(),
  ({ proxy }) => proxy.refuse(),
  ({ proxy }) => proxy.acceptAndHang(),
  ({ proxy }) => proxy.truncateHandshake(),
  ({ proxy }) => proxy.slice(3),
  ({ proxy }) => proxy.latency(20, 20),
  ({ proxy }) => proxy.bandwidth(2_000),
  ({ simulator }) => simulator.setFaults({ refuse: true }),
  ({ proxy }) => proxy.answer(429, { 'retry-after': '3' }),
  ({ proxy }) => proxy.answer(503, { 'retry-after': '3' }),
  ({ simulator, provider }) => simulator.setFaults({ rateLimit: RATE_LIMITS[provider] ?? null }),
];

/**
 * What each platform does with more than this. Not over HTTP: a request that is refused with 429 stands among those
 * that its server received, and goes again; the refusals above do not reach it.
 */
const RATE_LIMITS: Readonly<Partial<Record<ProviderName, Faults['rateLimit']>>> = {
  lexicon: { perSecond: 4 },
  aui: { perSecond: 4, closeCode: 4003 },
  'nlx-socket': { perSecond: 4, closeCode: 4429 },
};

/** Between two events, at most, in milliseconds of the machine. */
const MOMENT_MS = 90;

/** `more`: what befalls the page that the chat is in, and is over at once. */
export function createTrouble(rig: Troubled, seed: number, more: readonly Fault[] = []): Trouble {
  const random = seededRandom(seed);
  let said = 0;
  let struck = 0;
  let isBroken = false;

  function draw<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(random() * from.length)];
  }

  /** What a hole held back is gone: a message that was given up for unconfirmed does not arrive days later. */
  async function mend(): Promise<void> {
    rig.proxy.reset();
    await rig.heal();
    isBroken = false;
  }

  async function act(): Promise<void> {
    const luck = random();
    if (luck < 0.6) {
      said += 1;
      await rig.say(`message ${said}`);
    } else if (luck < 0.68) {
      const outcomes = Object.entries(await rig.outcomes());
      const stuck = outcomes.find(([, outcome]) => outcome === 'unconfirmed');
      if (stuck) await rig.askAgain(stuck[0]);
    } else if (isBroken) {
      await mend();
    } else {
      struck += 1;
      isBroken = luck > 0.84;
      await draw(isBroken ? STATES : [...BLOWS, ...more])?.(rig);
    }
  }

  return {
    async next() {
      await act();
      await new Promise((resolve) => {
        setTimeout(resolve, random() * MOMENT_MS);
      });
    },
    struck: () => struck,
  };
}
