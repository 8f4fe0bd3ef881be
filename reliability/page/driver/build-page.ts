import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

const APP = fileURLToPath(new URL('../app', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../../packages', import.meta.url));

/** What a consumer installs: nothing here may come from a source. */
const BUILT: Readonly<Record<string, string>> = {
  '@parley/widget/styles.css': join(PACKAGES, 'widget/dist/styles.css'),
  '@parley/hooks/vanilla': join(PACKAGES, 'hooks/dist/vanilla.js'),
  '@parley/widget': join(PACKAGES, 'widget/dist/index.js'),
  '@parley/hooks': join(PACKAGES, 'hooks/dist/index.js'),
};

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the built page. */
    pageFolder: string;
  }
}

/** Builds the page once for all test files, from the built packages and with the React that has StrictMode's second mount. */
export default async function buildPage(project: TestProject): Promise<() => void> {
  const missing = Object.values(BUILT).find((file) => !existsSync(file));
  if (missing !== undefined) {
    throw new Error(`${missing} is not there. These tests run the built packages: pnpm build.`);
  }
  const outDir = mkdtempSync(join(tmpdir(), 'reliability-page-'));
  await build({
    configFile: false,
    root: APP,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: {
      alias: Object.entries(BUILT).map(([name, replacement]) => ({
        find: new RegExp(`^${name}$`, 'u'),
        replacement,
      })),
    },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { input: [join(APP, 'index.html'), join(APP, 'elsewhere.html')] },
    },
  });
  project.provide('pageFolder', outDir);
  return () => rmSync(outDir, { recursive: true, force: true });
}
