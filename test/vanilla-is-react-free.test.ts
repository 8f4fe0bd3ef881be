import { fileURLToPath } from 'node:url';

import { build } from 'vite';
import { describe, expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../packages/hooks/src/', import.meta.url));
const REACT = /^(react|react-dom|use-sync-external-store)($|\/)/;

/** Bundles an entry whole, zustand included, where nothing of React's can be found. Answers who asked for it. */
async function whoImportsReact(entry: string): Promise<{ askers: string[]; modules: number }> {
  const askers: string[] = [];
  let modules = 0;
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: `${SOURCES}${entry}`, formats: ['es'], fileName: 'out' },
    },
    plugins: [
      {
        name: 'no-react-here',
        enforce: 'pre',
        resolveId(id, importer) {
          if (REACT.test(id)) {
            askers.push(`${importer} imports ${id}`);
            return { id, external: true };
          }
          return null;
        },
        moduleParsed() {
          modules += 1;
        },
      },
    ],
  });
  return { askers, modules };
}

describe('@parley/hooks/vanilla', () => {
  it('reaches no import of React, through zustand either', async () => {
    const { askers, modules } = await whoImportsReact('vanilla.ts');

    expect(askers).toEqual([]);
    expect(modules).toBeGreaterThan(1);
  });

  it('differs in that from the entry with the hooks', async () => {
    const { askers } = await whoImportsReact('index.ts');

    expect(askers.length).toBeGreaterThan(0);
  });
});
