import { fileURLToPath } from 'node:url';

import type { LogLevel, PartialStrykerOptions } from '@stryker-mutator/api/core';

import { mutatedBy } from './rooms.ts';
import type { Room } from './rooms.ts';

/** Where a room's report and its memory of the last run are kept; neither is committed. */
const REPORTS = 'reports/mutation';

const RUNNER = fileURLToPath(new URL('./in-process-runner.ts', import.meta.url));

/**
 * Stryker's settings for one room. Without its TypeScript checker, which needs a compiler interface that TypeScript 7
 * does not have: a mutant that would not compile is run like the others.
 */
export function optionsFor(room: Room): PartialStrykerOptions {
  return {
    testRunner: 'in-process',
    plugins: [RUNNER],
    testRunnerNodeArgs: ['--import', 'tsx'],
    mutate: mutatedBy(room),
    coverageAnalysis: 'perTest',
    concurrency: Number(process.env.MUTATION_PROCESSES ?? 1),
    // A machine that does other things meanwhile must not be taken for a mutant that never ends: those that loop are
    // found by counting, not by the clock.
    timeoutMS: 15_000,
    timeoutFactor: 2,
    incremental: true,
    incrementalFile: `${REPORTS}/${room.name}.incremental.json`,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `${REPORTS}/${room.name}.json` },
    // The sandbox holds what the tests read, and nothing that another command may be writing meanwhile.
    ignorePatterns: ['/*', '!/packages', '/packages/*', '!/packages/hooks', '!/package.json'],
    tempDirName: '.stryker-tmp',
    // A const enum, which a module on its own cannot read.
    logLevel: 'error' as LogLevel,
  };
}
