import type { ExpiringValue, Source } from './credential.ts';
import type { Clock } from './runtime.ts';

/** A source that takes longer has failed. */
export const CREDENTIAL_TIMEOUT_MS = 15_000;

/** A value this close to its end is asked for anew. */
export const EXPIRY_MARGIN_MS = 30_000;

export type CredentialResult<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      /** `expired`: the source gave a value whose time is over already. */
      readonly problem: 'rejected' | 'timeout' | 'expired';
      readonly cause?: unknown;
    };

/** `Values` names each credential and its type. */
export interface CredentialReader<Values> {
  /** Never rejects. `refresh` forgets what is known and asks anew. */
  read<Name extends keyof Values>(
    name: Name,
    source: Source<Values[Name]>,
    options?: { readonly refresh?: boolean | undefined },
  ): Promise<CredentialResult<Values[Name]>>;
}

type Answer<T> = T | ExpiringValue<T>;

function isExpiring<T>(answer: Answer<T>): answer is ExpiringValue<T> {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'value' in answer &&
    'expiresAt' in answer &&
    typeof answer.expiresAt === 'number'
  );
}

function isFunction<T>(source: Source<T>): source is () => Answer<T> | Promise<Answer<T>> {
  return typeof source === 'function';
}

/** Never rejects; settles after `CREDENTIAL_TIMEOUT_MS` at the latest. What comes later is dropped. */
function ask<T>(
  source: () => Answer<T> | Promise<Answer<T>>,
  clock: Clock,
): Promise<CredentialResult<Answer<T>>> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(
      () => resolve({ ok: false, problem: 'timeout' }),
      CREDENTIAL_TIMEOUT_MS,
    );
    const settle = (result: CredentialResult<Answer<T>>): void => {
      clock.clearTimeout(timer);
      resolve(result);
    };
    // Called inside the chain, so that a function that throws is a rejection like any other.
    void Promise.resolve()
      .then(source)
      .then(
        (value) => settle({ ok: true, value }),
        (cause: unknown) => settle({ ok: false, problem: 'rejected', cause }),
      );
  });
}

interface Cell<T> {
  read(source: Source<T>, refresh: boolean): Promise<CredentialResult<T>>;
}

function createCell<T>(clock: Clock): Cell<T> {
  let kept: ExpiringValue<T> | undefined;
  let flight: { refresh: boolean; result: Promise<CredentialResult<T>> } | undefined;

  function accept(answer: Answer<T>, keep: boolean): CredentialResult<T> {
    if (!isExpiring(answer)) {
      return { ok: true, value: answer };
    }
    if (answer.expiresAt <= clock.now()) {
      return { ok: false, problem: 'expired' };
    }
    kept = keep ? answer : kept;
    return { ok: true, value: answer.value };
  }

  function fly(
    source: () => Answer<T> | Promise<Answer<T>>,
    refresh: boolean,
  ): Promise<CredentialResult<T>> {
    const result = ask(source, clock).then((asked): CredentialResult<T> => {
      // A flight that a refresh overtook answers its callers, and leaves the newer answer alone.
      const current = flight?.result === result;
      if (current) {
        flight = undefined;
      }
      return asked.ok ? accept(asked.value, current) : asked;
    });
    flight = { refresh, result };
    return result;
  }

  return {
    read(source, refresh) {
      if (!isFunction(source)) {
        return Promise.resolve({ ok: true, value: source });
      }
      if (refresh) {
        kept = undefined;
      }
      if (flight !== undefined && (flight.refresh || !refresh)) {
        return flight.result;
      }
      if (kept !== undefined && clock.now() < kept.expiresAt - EXPIRY_MARGIN_MS) {
        return Promise.resolve({ ok: true, value: kept.value });
      }
      return fly(source, refresh);
    },
  };
}

/**
 * Reads credentials. Callers that come while one is being asked for share the answer, and it is known by
 * its name, not by its function: an inline function is a new one at every render.
 */
export function createCredentialReader<Values>(clock: Clock): CredentialReader<Values> {
  const cells: { [Name in keyof Values]?: Cell<Values[Name]> } = {};
  return {
    read(name, source, options = {}) {
      const cell = (cells[name] ??= createCell(clock));
      return cell.read(source, options.refresh ?? false);
    },
  };
}
