import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { Script } from 'node:vm';

import { startTests } from '@vitest/runner';
import type { File, Task, Test, VitestRunner } from '@vitest/runner';

import { steady } from './steady-properties.ts';
import { standIn, takeAssertions } from './vitest-stand-in.ts';

type Tests = Record<string, () => Promise<unknown>>;
type Load = (require: (name: string) => unknown, module: object, exports: object) => void;

/** What is to run, and who is told of it. */
export interface RunRequest {
  readonly files: readonly string[];
  /** Which tests of those; all, when not given. */
  readonly chosen?: ReadonlySet<string> | undefined;
  readonly bail: boolean;
  /** How long a test of that file may take, in milliseconds. */
  readonly limitOf: (file: string) => number;
  readonly onLoaded: () => void;
  readonly onTest: (id: string | undefined) => void;
}

/** It counts what hundreds of drawn stories come to, of which few are drawn here, and finds no mutants. */
const LEFT_OUT = 'comes to every state, often';

/** Its own title after those of the suites it is in. */
export function titleOf(test: Test): string {
  const titles = [test.name];
  for (let suite = test.suite; suite; suite = suite.suite) {
    titles.unshift(suite.name);
  }
  return titles.join(' ');
}

/** A test by its file and its title: the same in every run, wherever the sandbox is. */
export function idOf(test: Test): string {
  return `${relative(process.cwd(), test.file.filepath)}#${titleOf(test)}`;
}

function testsIn(tasks: readonly Task[]): Test[] {
  return tasks.flatMap((task) => (task.type === 'test' ? [task] : testsIn(task.tasks)));
}

function configOf(root: string): VitestRunner['config'] {
  return {
    root,
    setupFiles: [],
    name: undefined,
    passWithNoTests: true,
    testNamePattern: undefined,
    allowOnly: true,
    sequence: { concurrent: false, hooks: 'stack', setupFiles: 'list', shuffle: false, seed: 1 },
    chaiConfig: undefined,
    maxConcurrency: 1,
    testTimeout: 0,
    hookTimeout: 0,
    retry: 0,
    includeTaskLocation: false,
    tags: [],
    tagsFilter: undefined,
    strictTags: false,
  };
}

function runnerFor(root: string, tests: Tests, request: RunRequest): VitestRunner {
  let failed = false;
  const config = configOf(root);
  return {
    config,
    importFile(path) {
      // Read for each test while its file loads.
      config.testTimeout = request.limitOf(path);
      config.hookTimeout = request.limitOf(path);
      return tests[path]?.();
    },
    onCollected(files: File[]) {
      for (const test of testsIn(files)) {
        if (test.name === LEFT_OUT || request.chosen?.has(idOf(test)) === false) {
          test.mode = 'skip';
        }
      }
    },
    onBeforeRunFiles: () => request.onLoaded(),
    onBeforeRunTask(test) {
      if (failed) {
        test.mode = 'skip';
      }
    },
    onBeforeTryTask(test) {
      takeAssertions();
      request.onTest(idOf(test));
    },
    onAfterTryTask(test) {
      if (takeAssertions() === 0 && test.result?.state !== 'fail') {
        throw new Error('expected any number of assertion, but got none');
      }
    },
    onAfterRunTask(test) {
      request.onTest(undefined);
      failed ||= request.bail && test.result?.state === 'fail';
    },
  };
}

/** What a run found. */
export interface Ended {
  readonly tests: readonly Test[];
  /** What failed outside of a test: a file that did not load, a hook of a suite. */
  readonly broken: readonly string[];
}

function brokenIn(tasks: readonly Task[]): string[] {
  return tasks.flatMap((task) =>
    task.type === 'test'
      ? []
      : [...(task.result?.errors ?? []).map(({ message }) => message), ...brokenIn(task.tasks)],
  );
}

/**
 * The runs of a bundle. Each loads all of ours anew: what a mutant decides while a module loads is decided again, and
 * what another mutant left in a module is gone.
 */
export function prepareRuns(root: string, code: string): (request: RunRequest) => Promise<Ended> {
  const script = new Script(`(function (require, module, exports) {${code}\n})`, {
    filename: `${root}/.bundle/tests.cjs`,
  });
  const fromRoot = createRequire(`${root}/package.json`);
  const instead: Readonly<Record<string, unknown>> = { vitest: standIn, 'fast-check': steady };
  const require = (name: string): unknown => instead[name] ?? fromRoot(name);
  return async (request) => {
    const module: { exports: { tests?: Tests } } = { exports: {} };
    // The script is one function, written above.
    const load = script.runInThisContext() as Load;
    load(require, module, module.exports);
    const runner = runnerFor(root, module.exports.tests ?? {}, request);
    const files = await startTests([...request.files], runner);
    return { tests: testsIn(files), broken: brokenIn(files) };
  };
}
