/** Hands out keys, at once or when told. Every key is another, and begins with a word to sweep for. */
export interface TokenDesk {
  /** The credential function. */
  ask(): Promise<{ readonly value: string; readonly expiresAt: number }>;
  /** From now on a question waits for `answer` or `refuse`; or no longer does. */
  hold(isHeld: boolean): void;
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

export function createTokenDesk(now: () => number, lifeMs = 60_000): TokenDesk {
  const expiries = new Map<string, number>();
  let questions: (() => void)[] = [];
  let refusals: (() => void)[] = [];
  let isHeld = false;
  let asked = 0;

  function give(): { readonly value: string; readonly expiresAt: number } {
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
      if (!isHeld) {
        return Promise.resolve(give());
      }
      return new Promise((resolve, reject) => {
        questions.push(() => resolve(give()));
        refusals.push(() => reject(new Error(`no key for ${CANARY}`)));
      });
    },
    hold(held) {
      isHeld = held;
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
