import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { ROOT } from './bootstrap.mjs';
import { stepsOf } from './check-steps.ts';
import type { Step } from './check-steps.ts';

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly note: string;
}

/** Two at a time, since the machines that run this have two cores, and beside them two that mostly wait. */
const LANES = { works: 2, waits: 2 };

/** Longer than any step takes: a step that hangs is a failed step, not a run without an end. */
const STEP_LIMIT_MS = 15 * 60_000;

const reports = mkdtempSync(join(tmpdir(), 'check-'));
const PATH = [join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);

function reportOf(step: Step): string {
  return join(reports, `${step.name.replaceAll(' ', '-')}.json`);
}

function countTests(step: Step): Pick<Outcome, 'passed' | 'failed' | 'skipped'> {
  try {
    const report = JSON.parse(readFileSync(reportOf(step), 'utf8')) as {
      // Vitest's JSON reporter writes Jest's form, these three among its numbers.
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
    };
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** Runs a step and prints what it said when it is over, so that two at a time do not mix their lines. */
function run(step: Step): Promise<Outcome> {
  const [command, ...args] = step.command;
  const reporters = step.tests
    ? ['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(step)}`]
    : [];
  const started = performance.now();
  console.log(`▶ ${step.name}`);
  return new Promise((resolve) => {
    const child = spawn(command, [...args, ...reporters], {
      cwd: ROOT,
      env: { ...process.env, PATH, NO_COLOR: '1', FORCE_COLOR: undefined },
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: STEP_LIMIT_MS,
    });
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    const end = (ok: boolean, note: string): void => {
      const seconds = (performance.now() - started) / 1000;
      console.log(`${ok ? '✓' : '✗'} ${step.name} (${seconds.toFixed(1)} s)`);
      if (!ok || step.name === 'sizes') {
        console.log(said.trimEnd());
      }
      resolve({ name: step.name, ok, seconds, note, ...countTests(step) });
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code, signal) => end(code === 0, signal ? `ended by ${signal}` : ''));
  });
}

/** Runs every step as soon as what it comes after has ended well and a lane is free. */
async function runAll(steps: readonly Step[]): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const waiting = new Set(steps);
  const chosen = new Set(steps.map(({ name }) => name));
  const running = new Map<Step, Promise<void>>();
  const isFree = ({ waits = false }: Step): boolean => {
    const beside = [...running.keys()].filter((other) => (other.waits ?? false) === waits);
    return beside.length < (waits ? LANES.waits : LANES.works);
  };
  while (waiting.size > 0 || running.size > 0) {
    for (const step of waiting) {
      const before = (step.after ?? []).filter((name) => chosen.has(name));
      const broken = before.find((name) => outcomes.get(name)?.ok === false);
      if (broken) {
        waiting.delete(step);
        const none = { seconds: 0, passed: 0, failed: 0, skipped: 0 };
        outcomes.set(step.name, {
          name: step.name,
          ok: false,
          note: `not run: ${broken} failed`,
          ...none,
        });
      } else if (isFree(step) && before.every((name) => outcomes.has(name))) {
        waiting.delete(step);
        const task = run(step).then((outcome) => {
          outcomes.set(step.name, outcome);
          running.delete(step);
        });
        running.set(step, task);
      }
    }
    await Promise.race(running.values());
  }
  return steps.flatMap((step) => outcomes.get(step.name) ?? []);
}

function summarise(outcomes: readonly Outcome[], seconds: number): void {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  console.log(`\n${'step'.padEnd(width)}  seconds  result`);
  for (const { name, ok, seconds: took, passed, failed, note } of outcomes) {
    const counted = passed + failed > 0 ? `, ${passed} passed, ${failed} failed` : '';
    const result = `${ok ? 'ok' : 'FAILED'}${counted}${note && `, ${note}`}`;
    console.log(`${name.padEnd(width)}  ${took.toFixed(1).padStart(7)}  ${result}`);
  }
  console.log(`${'all'.padEnd(width)}  ${seconds.toFixed(1).padStart(7)}`);
}

const args = process.argv.slice(2);
const only = args.filter((argument) => !argument.startsWith('--'));
const known = stepsOf({ all: true }).map(({ name }) => name);
const unknown = only.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No step is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(1);
}
const all = args.includes('--all') || only.length > 0;
const steps = stepsOf({ all }).filter(({ name }) => only.length === 0 || only.includes(name));

const began = performance.now();
const outcomes = await runAll(steps);
rmSync(reports, { recursive: true, force: true });
summarise(outcomes, (performance.now() - began) / 1000);

const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
  outcomes.reduce((total, outcome) => total + outcome[key], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
