import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { bootstrap, ROOT } from './bootstrap.mjs';

await bootstrap({ browser: true });

const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const { status } = spawnSync(
  process.execPath,
  [tsx, join(ROOT, 'scripts', 'check.ts'), ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
);
process.exit(status ?? 1);
