import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { bootstrap, ROOT } from './bootstrap.mjs';

await bootstrap();

const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const child = spawn(process.execPath, [tsx, join(ROOT, 'scripts', 'serve.ts')], {
  cwd: ROOT,
  stdio: 'inherit',
});
// Ctrl-C reaches both; this process only waits for the other to close its servers.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 0));
