import fc from 'fast-check';

import { countAssertion } from './vitest-stand-in.ts';

/** A value that finds a mutant comes early, and a mutant that none finds costs them all. */
const MOST_RUNS = 40;

// The same mutants die in every run: a property draws the same values each time. The first failure says enough:
// looking for the smallest one would take longer than all the rest.
fc.configureGlobal({ seed: 20, endOnFailure: true });

function assert(property: unknown, parameters: { readonly numRuns?: number } = {}): unknown {
  countAssertion();
  const numRuns = Math.min(parameters.numRuns ?? MOST_RUNS, MOST_RUNS);
  return Reflect.apply(fc.assert, fc, [property, { ...parameters, numRuns }]);
}

const all = { ...fc, assert };

/** What a test gets for `fast-check`. */
export const steady = { __esModule: true, ...all, default: all };
