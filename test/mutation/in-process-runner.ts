import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type {
  DryRunResult,
  MutantRunOptions,
  MutantRunResult,
  TestResult,
  TestRunner,
} from '@stryker-mutator/api/test-runner';
import type { Test } from '@vitest/runner';

import { bundleTests } from './bundle-tests.ts';
import { roomNamed, testFilesOf } from './rooms.ts';
import { idOf, prepareRuns, titleOf } from './test-run.ts';

function resultOf(test: Test): TestResult {
  const { file, result } = test;
  const about = {
    id: idOf(test),
    name: titleOf(test),
    fileName: file.filepath,
    timeSpentMs: result?.duration ?? 0,
  };
  if (result?.state === 'fail') {
    const failureMessage = result.errors?.[0]?.message ?? 'It failed.';
    return { ...about, status: TestStatus.Failed, failureMessage };
  }
  return { ...about, status: result?.state === 'pass' ? TestStatus.Success : TestStatus.Skipped };
}

/** What the first run found out; for the other processes, and for one that is started anew after a time-out. */
const COSTS = '.bundle/costs.json';
/** On a machine of its own no test takes a second: a mutant that makes one wait for ever is found by this. */
const LEAST_LIMIT_MS = 2500;
const FIRST_LIMIT_MS = 60_000;

/** The test files, the cheapest first, and what the slowest test of each took. */
type Costs = readonly { readonly file: string; readonly slowestMs: number }[];

function readCosts(): Costs {
  // As `dryRun` writes it.
  return JSON.parse(readFileSync(COSTS, 'utf8')) as Costs;
}

function costsOf(files: readonly string[], tests: readonly Test[]): Costs {
  const costs = files.map((file) => {
    const times = tests
      .filter((test) => test.file.filepath === file)
      .map(({ result }) => result?.duration ?? 0);
    return { file, slowestMs: Math.max(0, ...times), totalMs: times.reduce((a, b) => a + b, 0) };
  });
  return costs
    .toSorted((one, other) => one.totalMs - other.totalMs)
    .map(({ file, slowestMs }) => ({ file, slowestMs }));
}

/** What the mutants read and write: which of them is alive, and who came by. */
interface Context {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

function mutants(): Context {
  const name = INSTRUMENTER_CONSTANTS.NAMESPACE;
  const known: Context | undefined = Reflect.get(globalThis, name);
  const context = known ?? {};
  Reflect.set(globalThis, name, context);
  return context;
}

/**
 * Runs a room's tests in this process. Stryker's own runner for Vitest starts a worker and loads everything for every
 * mutant, a second and a half of it; here the tests are bundled once, and what a mutant costs is what its tests take.
 */
class InProcessRunner implements TestRunner {
  #files: readonly string[] = [];
  #run: ReturnType<typeof prepareRuns> = () => Promise.reject(new Error('It is not prepared.'));
  #stray: string | undefined;

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    // Vitest fails a run for these.
    process.on('uncaughtException', (error) => (this.#stray = String(error)));
    process.on('unhandledRejection', (reason) => (this.#stray = String(reason)));
    const root = process.cwd();
    this.#files = testFilesOf(roomNamed(process.env.MUTATION_ROOM ?? ''), root);
    this.#run = prepareRuns(root, await bundleTests(root, this.#files));
  }

  async dryRun(): Promise<DryRunResult> {
    const context = mutants();
    context.activeMutant = undefined;
    const ended = await this.#run({
      files: this.#files,
      bail: false,
      limitOf: () => FIRST_LIMIT_MS,
      onLoaded: () => {},
      onTest: (id) => (context.currentTestId = id),
    });
    if (ended.broken.length > 0) {
      return { status: DryRunStatus.Error, errorMessage: ended.broken.join('\n') };
    }
    writeFileSync(COSTS, JSON.stringify(costsOf(this.#files, ended.tests)));
    return {
      status: DryRunStatus.Complete,
      tests: ended.tests.map(resultOf),
      ...(context.mutantCoverage && { mutantCoverage: context.mutantCoverage }),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const first = await this.#runMutant(options);
    if (first.status !== MutantRunStatus.Survived || this.#stray === undefined) {
      return first;
    }
    // What an earlier mutant left behind may have failed late: only what fails twice is this one's.
    const second = await this.#runMutant(options);
    return second.status === MutantRunStatus.Survived && this.#stray !== undefined
      ? { ...second, status: MutantRunStatus.Killed, killedBy: [], failureMessage: this.#stray }
      : second;
  }

  async #runMutant(options: MutantRunOptions): Promise<MutantRunResult> {
    const { testFilter, activeMutant, mutantActivation } = options;
    const context = mutants();
    const activate = (): string => (context.activeMutant = activeMutant.id);
    this.#stray = undefined;
    context.activeMutant = undefined;
    context.hitCount = 0;
    context.hitLimit = options.hitLimit;
    if (mutantActivation === 'static') {
      activate();
    }
    const chosen = testFilter && new Set(testFilter);
    const costs = readCosts();
    const named = testFilter && new Set(testFilter.map((id) => id.slice(0, id.indexOf('#'))));
    const { tests, broken } = await this.#run({
      files: costs
        .map(({ file }) => file)
        .filter((file) => named?.has(relative(process.cwd(), file)) ?? true),
      chosen,
      bail: !options.disableBail,
      limitOf: (path) => {
        const { slowestMs = 0 } = costs.find(({ file }) => file === path) ?? {};
        return Math.max(LEAST_LIMIT_MS, 4 * slowestMs);
      },
      onLoaded: activate,
      onTest: () => {},
    });
    const limit = determineHitLimitReached(context.hitCount, options.hitLimit);
    const result = toMutantRunResult(
      limit ?? { status: DryRunStatus.Complete, tests: tests.map(resultOf) },
    );
    const [failureMessage] = broken;
    return result.status === MutantRunStatus.Survived && failureMessage !== undefined
      ? { ...result, status: MutantRunStatus.Killed, killedBy: [], failureMessage }
      : result;
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
];
