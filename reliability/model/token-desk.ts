/** Hands out keys, at once or when told. Every key is another, and begins with a word to sweep for. */
export interface TokenDesk {
  /** The credential function. */
  ask(): Promise<{ readonly value: string; readonly expiresAt: number }>;
  /** From now on a question waits for `answer` or `refuse`; or no longer does. */
  hold(isHeld: boolean): void;
  /** How long keys are good that are asked for from now on, in milliseconds. */
  lives(ms: number): void;
  /** Answers every question that waits. */
  answer(): void;
  refuse(): void;
  readonly asked: number;
  readonly waiting: number;
  /** When the key in this address is over. */
  expiryOf(url: string): number;
}

/** Stands in every key: it may be in an address that is dialed, and nowhere else. */
export const CANARY = 'canary-5ecret';

/** How long a key is good, in milliseconds, unless the desk is told otherwise. */
const LIFE_MS = 60_000;

export function createTokenDesk(now: () => number): TokenDesk {
  const expiries = new Map<string, number>();
  let questions: (() => void)[] = [];
  let refusals: (() => void)[] = [];
  let isHeld = false;
  let asked = 0;
  let lifeMs = LIFE_MS;

  /** Its life begins when it is asked for: on its way it grows older. */
  function make(): { readonly value: string; readonly expiresAt: number } {
    const value = `${CANARY}-${expiries.size}`;
    const expiresAt = now() + lifeMs;
    expiries.set(value, expiresAt);
    return { value, expiresAt };
  }

  function settle(run: readonly (() => void)[]): void {
    questions = [];
    refusals = [];
    run.forEach((each) => each());
  }

  return {
    ask() {
      asked += 1;
      const key = make();
      if (!isHeld) {
        return Promise.resolve(key);
      }
      return new Promise((resolve, reject) => {
        questions.push(() => resolve(key));
        refusals.push(() => reject(new Error(`no key for ${CANARY}`)));
      });
    },
    hold(held) {
      isHeld = held;
    },
    lives(ms) {
      lifeMs = ms;
    },
    answer: () => settle(questions),
    refuse: () => settle(refusals),
    get asked() {
      return asked;
    },
    get waiting() {
      return questions.length;
    },
    expiryOf(url) {
      const [key = ''] = new RegExp(`${CANARY}-\\d+`, 'u').exec(url) ?? [];
      return expiries.get(key) ?? Infinity;
    },
  };
}
