import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { UserConfig } from 'vite';

const LIBRARIES = ['hooks', 'simulators', 'widget'] as const;

/** A package that is built to be published; `vite build --mode <name>` chooses it. */
export type Library = (typeof LIBRARIES)[number];

/** Whether Vite's mode names a package. */
export function isLibrary(mode: string): mode is Library {
  return LIBRARIES.some((name) => name === mode);
}

/** The packages, each after those it depends on. */
export const libraries: readonly Library[] = LIBRARIES;

/** Where the package lies. */
export function libraryFolder(name: Library): string {
  return fileURLToPath(new URL(`../packages/${name}`, import.meta.url));
}

/** The sources that the package's `exports` point at, by the name they get in `dist`. */
function entriesOf(folder: string): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    // Every package of this workspace writes its exports as plain strings; publishConfig has the published form.
    exports: Record<string, string>;
  };
  const sources = Object.values(exports).filter((path) => path.startsWith('./src/'));
  return Object.fromEntries(
    sources.map((path) => [path.replace(/^\.\/src\/|\.\w+$/g, ''), `${folder}/${path}`]),
  );
}

/**
 * One ES module out for each module in: a bundler drops what is not used, and `"use client"` stays in the files that say
 * it. Nothing from node_modules is bundled, so React and zustand are the consumer's own.
 */
export function libraryConfig(name: Library): UserConfig {
  const folder = libraryFolder(name);
  return {
    root: folder,
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      sourcemap: true,
      cssCodeSplit: true,
      reportCompressedSize: false,
      lib: { entry: entriesOf(folder), formats: ['es'] },
      rolldownOptions: {
        external: (id) => !/^[./]|^\0|^[A-Z]:/.test(id),
        // An inlined constant leaves a bare import of its old home behind, which bundlers warn of.
        optimization: { inlineConst: false },
        output: {
          preserveModules: true,
          preserveModulesRoot: `${folder}/src`,
          entryFileNames: '[name].js',
          assetFileNames: '[name][extname]',
        },
        onLog(level, log, handle) {
          // It is preserved, because modules are; a test reads the built files.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') {
            handle(level, log);
          }
        },
      },
    },
  };
}
