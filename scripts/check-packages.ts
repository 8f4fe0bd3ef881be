import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findPnpm, ROOT } from './bootstrap.mjs';
import { libraries, libraryFolder } from './library-config.ts';

const BIN = join(ROOT, 'node_modules', '.bin');
const shell = process.platform === 'win32';

function runs(command: string, args: readonly string[], cwd: string): boolean {
  console.log(`\n$ ${[command.replace(BIN, ''), ...args].join(' ')}`);
  return spawnSync(command, args, { cwd, stdio: 'inherit', shell }).status === 0;
}

// A stylesheet has no types to resolve.
const UNTYPED = ['--exclude-entrypoints', 'styles.css'];

const pnpm = findPnpm();
const out = mkdtempSync(join(tmpdir(), 'packed-'));
let ok = true;
for (const name of libraries) {
  const folder = libraryFolder(name);
  ok = runs(pnpm.command, [...pnpm.args, 'pack', '--pack-destination', out], folder) && ok;
  const tarball = readdirSync(out).find((file) => file.includes(name));
  if (tarball) {
    const path = join(out, tarball);
    ok = runs(join(BIN, 'publint'), ['--strict', path], folder) && ok;
    ok = runs(join(BIN, 'attw'), [path, '--profile', 'esm-only', ...UNTYPED], folder) && ok;
  } else {
    console.error(`@parley/${name} was not packed.`);
    ok = false;
  }
}
rmSync(out, { recursive: true, force: true });
process.exit(ok ? 0 : 1);
