import { fileURLToPath } from 'node:url';

import { playwright } from '@vitest/browser-playwright';
import type { TestProjectInlineConfiguration } from 'vitest/config';

import { reliabilityProjects } from '../reliability/projects.ts';
import { chromiumLaunchOptions } from '../scripts/chromium.mjs';
import { reactCompiler } from './react-compiler-plugin.ts';
import { readmeModules } from './readme-examples.ts';
import { simulatorCommands } from './simulator-commands.ts';

const QUIET = fileURLToPath(new URL('./setup/no-console-errors.ts', import.meta.url));
const MANY_VALUES = fileURLToPath(new URL('./setup/many-values.ts', import.meta.url));
const PATIENCE = fileURLToPath(new URL('./setup/patience.ts', import.meta.url));
const STORYBOOK = fileURLToPath(new URL('../.storybook', import.meta.url));

const ON_REACT_18 = '**/*.react18.test.tsx';
const BUILT = '**/*.built.test.ts';
const SITE = '**/*.site.test.ts';
const LONG = '**/*.long.test.ts';
const COMPILED = '**/*.compiled.test.tsx';
/** Packages of others, and the copies of this tree that mutation testing works in. */
const ELSEWHERE = ['**/node_modules/**', '.stryker-tmp/**'];

/** Suites that also run on React 18, beside every `*.react18.test.tsx`. */
const ALSO_ON_REACT_18: readonly string[] = [];

// A dependency that Vite discovers in the middle of a run reloads the page under a running test: all are named here.
const REACT = [
  'react',
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-dom',
  'react-dom/client',
  'react-dom/server',
];
const PREBUNDLED = [
  ...REACT,
  '@testing-library/react',
  '@testing-library/user-event',
  'axe-core',
  'fast-check',
];
const OF_HOOKS = ['zustand', 'zustand/vanilla', 'zustand/traditional'];
const OF_WIDGET = ['@radix-ui/react-scroll-area', '@radix-ui/react-slot', 'marked'];

/** Vite resolves `owner > dependency` from the owner's folder: the root does not depend on these itself. */
const OWNED = [
  ...OF_HOOKS.map((name) => `@parley/hooks > ${name}`),
  ...OF_WIDGET.map((name) => `@parley/widget > ${name}`),
];

// A test without an assertion cannot fail.
const STRICT = {
  setupFiles: [QUIET],
  expect: { requireAssertions: true, poll: { timeout: 8_000 } },
};
// A test that fails takes this long; one that holds a whole conversation on a busy machine takes half of it.
const BROWSER_TESTS = { ...STRICT, setupFiles: [QUIET, PATIENCE], testTimeout: 30_000 };

type Project = TestProjectInlineConfiguration;
type Browser = NonNullable<NonNullable<Project['test']>['browser']>;

function chromium(): Browser {
  return {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    viewport: { width: 800, height: 600 },
    provider: playwright({ launchOptions: chromiumLaunchOptions() }),
    instances: [{ browser: 'chromium' }],
    commands: simulatorCommands,
  };
}

const node: Project = {
  extends: true,
  test: {
    name: 'node',
    environment: 'node',
    ...STRICT,
    // Property tests share two cores with a browser's.
    testTimeout: 15_000,
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'examples/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    exclude: [...ELSEWHERE, BUILT, SITE, LONG],
  },
};

/** Reads what `pnpm build` wrote: run it after that. */
const built: Project = {
  extends: true,
  test: {
    name: 'built',
    environment: 'node',
    include: [BUILT],
    exclude: ELSEWHERE,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};

/** Opens what `pnpm build:storybook` and `pnpm build:demo` wrote: run it after those. */
const sites: Project = {
  extends: true,
  test: {
    name: 'sites',
    environment: 'node',
    ...STRICT,
    include: [SITE],
    exclude: ELSEWHERE,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};

/** Too slow for every run: `pnpm check --all`. */
const long: Project = {
  extends: true,
  test: {
    name: 'long',
    environment: 'node',
    ...STRICT,
    setupFiles: [QUIET, MANY_VALUES],
    include: [LONG],
    exclude: ELSEWHERE,
    testTimeout: 300_000,
  },
};

const browser: Project = {
  extends: true,
  plugins: [readmeModules()],
  optimizeDeps: { include: [...PREBUNDLED, ...OWNED] },
  test: {
    name: 'browser',
    ...BROWSER_TESTS,
    include: [
      'packages/*/src/**/*.test.tsx',
      'apps/*/src/**/*.test.tsx',
      'examples/**/*.test.tsx',
      'test/**/*.test.tsx',
    ],
    exclude: [...ELSEWHERE, ON_REACT_18, COMPILED],
    browser: chromium(),
  },
};

/** Everything that says `react` gets React 18, the prebundled dependencies' own imports included. */
const react18: Project = {
  extends: true,
  resolve: {
    alias: [
      { find: /^react-dom($|\/.*)/, replacement: 'react-dom-18$1' },
      { find: /^react($|\/.*)/, replacement: 'react-18$1' },
    ],
  },
  optimizeDeps: { include: [...PREBUNDLED, ...OWNED] },
  test: {
    name: 'react-18',
    ...BROWSER_TESTS,
    include: [ON_REACT_18, ...ALSO_ON_REACT_18],
    exclude: ELSEWHERE,
    browser: chromium(),
  },
};

/** Everything of ours runs as the React Compiler writes it. */
const compiled: Project = {
  extends: true,
  plugins: [reactCompiler()],
  optimizeDeps: { include: [...PREBUNDLED, 'react/compiler-runtime', ...OWNED] },
  test: {
    name: 'react-compiler',
    ...BROWSER_TESTS,
    include: [COMPILED],
    exclude: ELSEWHERE,
    browser: chromium(),
  },
};

async function stories(name: string, globals: Record<string, unknown>): Promise<Project> {
  const { storybookTest } = await import('@storybook/addon-vitest/vitest-plugin');
  return {
    extends: true,
    plugins: [storybookTest({ configDir: STORYBOOK, initialGlobals: globals })],
    optimizeDeps: { include: [...PREBUNDLED, ...OWNED] },
    test: { name, testTimeout: 15_000, browser: chromium() },
  };
}

/** `*.test.ts` runs in Node without a DOM; `*.test.tsx` runs in Chromium. */
export const projects: Project[] = [
  node,
  browser,
  react18,
  compiled,
  built,
  sites,
  long,
  ...reliabilityProjects([QUIET]),
];

/**
 * Each story is a test: it renders, its `play` passes, axe finds nothing. Apart from the others (`--mode stories`),
 * because loading Storybook costs every run a second.
 */
export function storyProjects(): Promise<Project[]> {
  return Promise.all([
    stories('storybook', { theme: 'light', direction: 'ltr' }),
    stories('storybook-dark', { theme: 'dark', direction: 'ltr' }),
    stories('storybook-rtl', { theme: 'light', direction: 'rtl' }),
    stories('storybook-narrow', {
      theme: 'light',
      direction: 'ltr',
      // A name of `parameters.viewport.options` in the preview: Storybook resizes the page by it, not by the browser's.
      viewport: { value: 'narrow' },
    }),
  ]);
}
