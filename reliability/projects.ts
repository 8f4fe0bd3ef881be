import type { TestProjectInlineConfiguration } from 'vitest/config';

type Project = TestProjectInlineConfiguration;

const FAULTS = Array.from({ length: 48 }, (_, index) => `R${index + 1}`);

/** Attacks that are played in a page. */
const ATTACKS = ['S8', 'S14', 'S24'];

const COMMON = {
  environment: 'node',
  expect: { requireAssertions: true },
  tags: [...FAULTS, ...ATTACKS].map((name) => ({ name })),
} as const;

function project(name: string, test: Project['test']): Project {
  return { extends: true, test: { name, ...COMMON, ...test } };
}

const L1 = ['reliability/model/**/*.test.ts', 'reliability/herd*.test.ts'];
const L3 = ['reliability/page/**/*.test.ts'];
const SOAK = ['reliability/soak*.test.ts'];

const RUNS = Number(process.env['RELIABILITY_RUNS'] ?? 1);
const isScaled = process.env['RELIABILITY_UNSCALED'] === undefined;

/** The suite's layers, so that `run.ts` can run them one after the other. */
export function reliabilityProjects(setupFiles: readonly string[]): Project[] {
  const setup = { setupFiles: [...setupFiles] };
  return [
    project('reliability-model', { ...setup, include: L1, testTimeout: 120_000 }),
    project('reliability', {
      ...setup,
      include: ['reliability/**/*.test.ts'],
      exclude: ['**/node_modules/**', ...L1, ...L3, ...SOAK],
      // Most of what they do is wait: for a reset, for a deadline, for a dial.
      maxConcurrency: 16,
      testTimeout: (isScaled ? 120_000 : 1_200_000) * RUNS,
    }),
    project('reliability-page', {
      include: L3,
      globalSetup: ['reliability/page/driver/build-page.ts'],
      // Unscaled, a page is hidden for ten minutes.
      testTimeout: isScaled ? 120_000 : 1_200_000,
      hookTimeout: 120_000,
    }),
    project('soak', { ...setup, include: SOAK, testTimeout: 3 * 3_600_000 }),
  ];
}
