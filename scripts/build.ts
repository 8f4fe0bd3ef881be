import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { build } from 'vite';

import { libraries, libraryFolder } from './library-config.ts';
import type { Library } from './library-config.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

// TypeScript copies a relative specifier into a declaration as it stands, and the sources name their `.ts` files, which
// are not published.
const SOURCE_SPECIFIER = /((?:from|import)\s*\(?\s*['"]\.{1,2}\/[^'"]*)\.tsx?(['"])/g;

function pointAtJavaScript(dist: string): void {
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.d.ts')) {
      const path = join(dist, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(SOURCE_SPECIFIER, '$1.js$2'));
    }
  }
}

/** A stylesheet is imported for its effect alone, which TypeScript 7 takes only from something it can resolve. */
function declareStylesheets(dist: string): void {
  for (const file of readdirSync(dist).filter((name) => name.endsWith('.css'))) {
    writeFileSync(join(dist, `${file}.d.ts`), 'export {};\n');
  }
}

async function declare(name: Library): Promise<void> {
  const folder = libraryFolder(name);
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  try {
    await run(process.execPath, [tsc, '-p', join(folder, 'tsconfig.build.json')]);
  } catch (error) {
    // tsc prints what is wrong to its standard output, which an ExecException carries.
    throw new Error(
      `The declarations of ${name} do not build.\n${String(Reflect.get(Object(error), 'stdout'))}`,
    );
  }
  pointAtJavaScript(join(folder, 'dist'));
  declareStylesheets(join(folder, 'dist'));
}

const chosen = process.argv.slice(2);
for (const name of libraries.filter((library) => chosen.length === 0 || chosen.includes(library))) {
  await build({ configFile: join(ROOT, 'vite.config.ts'), mode: name, logLevel: 'warn' });
  await declare(name);
  console.log(`built @parley/${name}`);
}
