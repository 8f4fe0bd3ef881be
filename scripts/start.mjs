import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { bootstrap, ROOT } from './bootstrap.mjs';

await bootstrap();

const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const child = spawn(process.execPath, [tsx, join(ROOT, 'scripts', 'serve.ts')], {
  cwd: ROOT,
  stdio: 'inherit',
});
// Ctrl-C reaches both, a signal sent to this process only it: the child takes either once, and closes its servers.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code) => process.exit(code ?? 0));
