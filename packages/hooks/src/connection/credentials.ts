import type { ExpiringValue, Source } from './credential.ts';
import type { Clock } from './runtime.ts';

/** A source that takes longer has failed. */
export const CREDENTIAL_TIMEOUT_MS = 15_000;

/** A value this close to its end is asked for anew. */
const EXPIRY_MARGIN_MS = 30_000;

export interface CredentialReader<Values> {
  /**
   * Asks for all values at once; what has no source has no value. `refresh` forgets what is known and asks
   * anew. Rejects with what a source threw, or when one takes too long or gives a value whose time is over.
   */
  read(
    sources: { readonly [Name in keyof Values]?: Source<Values[Name]> | undefined },
    refresh?: boolean,
  ): Promise<{ [Name in keyof Values]?: Values[Name] | undefined }>;
  /** Waits for no answer any more: who does is told that it is too late. What is known stays. */
  stop(): void;
}

type Answer<T> = T | ExpiringValue<T>;

/** What is known of one credential. */
interface Cell<T> {
  kept?: ExpiringValue<T> | undefined;
  flight?: Promise<T> | undefined;
  /** The flight was begun to have a fresh value. */
  isRefresh?: boolean;
}

function isExpiring<T>(answer: Answer<T>): answer is ExpiringValue<T> {
  // A credential is a string or a record of strings: none of them has a number there.
  return typeof (answer as Partial<ExpiringValue<T>> | undefined)?.expiresAt === 'number';
}

function isFunction<T>(source: Source<T>): source is () => Answer<T> | Promise<Answer<T>> {
  return typeof source === 'function';
}

/** Asks for one value. It has `CREDENTIAL_TIMEOUT_MS`, and until its entry in `waits` is called. */
function ask<T>(
  cell: Cell<T>,
  source: () => Answer<T> | Promise<Answer<T>>,
  clock: Clock,
  waits: Set<() => void>,
): Promise<T> {
  // One that a refresh overtook, or nobody waits for any more, answers its callers and changes nothing here.
  const isCurrent = (): boolean => cell.flight === flight;
  const flight: Promise<T> = new Promise<T>((resolve, reject) => {
    const end = (): void => {
      clock.clearTimeout(timer);
      waits.delete(giveUp);
      cell.flight = isCurrent() ? undefined : cell.flight;
    };
    const giveUp = (): void => {
      end();
      reject(new Error('A credential was not given in time.'));
    };
    const timer = clock.setTimeout(giveUp, CREDENTIAL_TIMEOUT_MS);
    waits.add(giveUp);
    // A tick later: one that throws is a rejection like any other then, one that ends the wait finds it begun, and a
    // wait that is over by then asks nobody.
    void Promise.resolve()
      .then(() => (waits.has(giveUp) ? source() : flight))
      .then((answer) => {
        if (!isExpiring(answer)) {
          return answer;
        }
        if (answer.expiresAt <= clock.now()) {
          throw new Error('A credential had expired when it came.');
        }
        cell.kept = isCurrent() ? answer : cell.kept;
        return answer.value;
      })
      .then(resolve, reject)
      .then(end);
  });
  return flight;
}

/**
 * Reads credentials. Callers that come while one is being asked for share the answer, and it is known by
 * its name, not by its function: an inline function is a new one at every render.
 */
export function createCredentialReader<Values>(clock: Clock): CredentialReader<Values> {
  const cells: { [Name in keyof Values]?: Cell<Values[Name]> } = {};
  const waits = new Set<() => void>();

  function readCell<T>(cell: Cell<T>, source: Source<T>, isRefresh: boolean): T | Promise<T> {
    if (!isFunction(source)) {
      return source;
    }
    if (isRefresh) {
      cell.kept = undefined;
    }
    if (cell.flight && (cell.isRefresh || !isRefresh)) {
      return cell.flight;
    }
    if (cell.kept && clock.now() < cell.kept.expiresAt - EXPIRY_MARGIN_MS) {
      return cell.kept.value;
    }
    const flight = ask(cell, source, clock, waits);
    cell.flight = flight;
    cell.isRefresh = isRefresh;
    return flight;
  }

  return {
    async read(sources, refresh = false) {
      const values: { [Name in keyof Values]?: Values[Name] | undefined } = {};
      async function readOne<Name extends keyof Values>(name: Name): Promise<void> {
        const source = sources[name];
        if (source !== undefined) {
          values[name] = await readCell((cells[name] ??= {}), source, refresh);
        }
      }
      // An object literal's own keys are all it has.
      await Promise.all((Object.keys(sources) as (keyof Values)[]).map(readOne));
      return values;
    },
    stop() {
      [...waits].forEach((giveUp) => giveUp());
    },
  };
}
