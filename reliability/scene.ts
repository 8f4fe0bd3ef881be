import type { ParleyClient } from './clients/parley.ts';
import type { Rig } from './rig.ts';

/** A fault on its way: what a scenario has in its hands. */
export interface Scene extends Rig {
  /** False in the control run, where nothing breaks. */
  readonly isStruck: boolean;
  /** Breaks something. Nothing happens in the control run. */
  strike(run: () => void | Promise<void>): Promise<void>;
  /** What only Parley can do or promises, when something broke. */
  own(run: (parley: ParleyClient) => void | Promise<void>): Promise<void>;
  /** The user says this and waits for the answer. */
  exchange(words: string): Promise<void>;
  /** Waits until a message with these words was answered. */
  answered(words: string): Promise<void>;
  /** Waits until the platform took the message. */
  taken(words: string): Promise<void>;
  /** Waits for the client's word on a message. */
  says(words: string, outcome: string): Promise<void>;
  /** How often the platform took the message. */
  timesTaken(words: string): number;
  /** Waits until the client knows that its connection is gone. */
  noticed(): Promise<void>;
  /** Waits until the client is ready, again or for the first time. */
  ready(): Promise<void>;
  /** Waits until the client has given up. */
  failed(): Promise<void>;
  /** Lets so many milliseconds of the client's time go by. */
  elapse(ms: number): Promise<void>;
  /** The client's time, in milliseconds. */
  now(): number;
  /** A figure or a word for the table. */
  note(words: string): void;
}

/** What a scene is played for. */
export interface SceneSetup {
  readonly isStruck: boolean;
  /** Something breaks, whoever the client is. */
  readonly onStrike: () => void;
  /** Takes what the scenario notes. */
  readonly notes: string[];
}

/** Puts a rig into the hands of a scenario. */
export function sceneOf(rig: Rig, { isStruck, onStrike, notes }: SceneSetup): Scene {
  const { parley, client, speed } = rig;
  const now = (): number => parley?.now() ?? performance.now() * speed;
  const answered = (words: string): Promise<void> =>
    rig.until(`${words} is answered`, () => rig.shown().includes(words));
  return {
    ...rig,
    now,
    elapse(ms) {
      const end = now() + ms;
      return rig.until(`${ms} ms go by`, () => now() >= end);
    },
    isStruck,
    async strike(run) {
      if (!isStruck) return;
      onStrike();
      await run();
    },
    async own(run) {
      if (isStruck && parley) await run(parley);
    },
    answered,
    exchange(words) {
      rig.say(words);
      return answered(words);
    },
    timesTaken: (words) => rig.ledger().filter((each) => each === words).length,
    noticed: () => rig.until('it is noticed', () => !client.isReady()),
    ready: () => rig.until('it is ready', client.isReady),
    failed: () => rig.until('it has failed', () => client.status() === 'failed'),
    taken: (words) => rig.until(`${words} is taken`, () => rig.ledger().includes(words)),
    says: (words, outcome) =>
      rig.until(`${words} is ${outcome}`, () => !parley || rig.outcomeOf(words) === outcome),
    note: (words) => void notes.push(words),
  };
}
