import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'vite';
import type { Plugin } from 'vite';

const ENTRY = 'virtual:tests';

/** A fixture is read from beside the file that names it, wherever the bundle lies. */
const keepUrls: Plugin = {
  name: 'keep-urls',
  transform(code, id) {
    const url = JSON.stringify(pathToFileURL(id).href);
    return code.includes('import.meta.url') ? code.replaceAll('import.meta.url', url) : undefined;
  },
};

function listOf(files: readonly string[]): Plugin {
  const entries = files.map(
    (file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(file)})`,
  );
  return {
    name: 'list-of-tests',
    resolveId: (id) => (id === ENTRY ? id : undefined),
    load: (id) => (id === ENTRY ? `export const tests = { ${entries.join(',')} };` : undefined),
  };
}

async function write(root: string, files: readonly string[]): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [keepUrls, listOf(files)],
    ssr: { noExternal: ['@parley/simulators'] },
    build: {
      ssr: true,
      write: false,
      minify: false,
      target: 'node20',
      rolldownOptions: {
        input: ENTRY,
        treeshake: false,
        output: { format: 'cjs', codeSplitting: false },
      },
    },
  });
  const chunk = [built].flat().flatMap((result) => ('output' in result ? result.output : []))[0];
  if (chunk?.type !== 'chunk') {
    throw new Error('The tests were not bundled.');
  }
  return chunk.code;
}

/**
 * The given test files and all of ours that they import, as one CommonJS script that exports `tests`: a function per
 * file that loads it. Kept in the sandbox: a process that is started anew after a time-out finds it there.
 */
export async function bundleTests(root: string, files: readonly string[]): Promise<string> {
  const kept = join(root, '.bundle', 'tests.cjs');
  try {
    return await readFile(kept, 'utf8');
  } catch {
    const code = await write(root, files);
    await mkdir(dirname(kept), { recursive: true });
    // Another process may be looking for it.
    await writeFile(`${kept}.${process.pid}`, code);
    await rename(`${kept}.${process.pid}`, kept);
    return code;
  }
}
