/** One step of the chain: a command in the workspace, and what must have ended before it. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly after?: readonly string[] | undefined;
  /** Vitest's: it also writes a report, from which the tests are counted. */
  readonly tests?: boolean | undefined;
  /** Most of its time it waits, for a deadline or a dial: it runs beside those that work. */
  readonly waits?: boolean | undefined;
}

function tests(name: string, projects: readonly string[], more: readonly string[] = []): Step {
  const chosen = projects.flatMap((project) => ['--project', project]);
  return { name, tests: true, command: ['vitest', 'run', ...chosen, ...more] };
}

const STORIES = ['--mode', 'stories'];

/** What `pnpm check` and `npm test` run, in the order of the summary. */
const DAILY: readonly Step[] = [
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'lint', command: ['oxlint'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  // Early: several steps come after it.
  { name: 'build', command: ['tsx', 'scripts/build.ts'] },
  tests('unit', ['node']),
  tests('browser', ['browser']),
  tests('react-18', ['react-18']),
  tests('react-compiler', ['react-compiler']),
  tests('storybook', ['storybook'], STORIES),
  { ...tests('built', ['built']), after: ['build'] },
  { name: 'packages', command: ['tsx', 'scripts/check-packages.ts'], after: ['build'] },
  { ...tests('reliability', ['reliability-model', 'reliability']), waits: true },
  { ...tests('reliability page', ['reliability-page']), after: ['build'], waits: true },
  // Two minutes; `pnpm reliability --long` has it last two hours.
  { ...tests('soak', ['soak']), waits: true },
  { name: 'knip', command: ['knip', '--treat-config-hints-as-errors'] },
  { name: 'sizes', command: ['tsx', 'scripts/check-sizes.ts'], after: ['build'] },
  { name: 'demo build', command: ['vite', 'build', 'apps/demo', '--config', 'vite.config.ts'] },
  { name: 'storybook build', command: ['storybook', 'build', '--quiet'], after: ['storybook'] },
  { ...tests('sites', ['sites']), after: ['demo build', 'storybook build'] },
];

/** What `--all` adds. */
const THOROUGH: readonly Step[] = [
  tests('storybook dark', ['storybook-dark'], STORIES),
  tests('storybook rtl', ['storybook-rtl'], STORIES),
  tests('storybook narrow', ['storybook-narrow'], STORIES),
  tests('long', ['long']),
];

/** The steps of a run. */
export function stepsOf({ all }: { all: boolean }): readonly Step[] {
  return all ? [...DAILY, ...THOROUGH] : DAILY;
}
