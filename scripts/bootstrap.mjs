// Runs before anything is installed: plain JavaScript, Node's own modules only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findChromium } from './chromium.mjs';

/** The workspace's folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];
const STAMP = join(ROOT, 'node_modules', '.parley-installed');
// npm and npx are command files on Windows, which only a shell starts.
const SHELL = process.platform === 'win32';

/** Runs a command in the workspace, its output shown. Says whether it ended well. */
function runs(command, args, options = {}) {
  return (
    spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', shell: SHELL, ...options }).status === 0
  );
}

function fail(...lines) {
  for (const line of lines) {
    console.error(line);
  }
  process.exit(1);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    fail(`Parley needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}.`);
  }
}

/** The pnpm of `packageManager`: the one on PATH if it has that version, else npx fetches it. */
export function findPnpm() {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const version = packageManager.replace(/^pnpm@|\+.*$/g, '');
  const found = spawnSync('pnpm', ['--version'], { cwd: ROOT, encoding: 'utf8', shell: SHELL });
  return found.status === 0 && found.stdout.trim() === version
    ? { command: 'pnpm', args: [] }
    : { command: 'npx', args: ['--yes', `pnpm@${version}`] };
}

/** What decides which packages are installed. */
function fingerprint() {
  const manifests = ['packages', 'apps', 'examples']
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder)).map((name) => join(folder, name, 'package.json')),
    );
  const files = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...manifests.toSorted((a, b) => (a < b ? -1 : 1)),
  ];
  const hash = createHash('sha256').update(process.version);
  for (const file of files.filter((name) => existsSync(join(ROOT, name)))) {
    hash.update(file).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

function installPackages() {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) {
    return;
  }
  const { command, args } = findPnpm();
  console.log(`Installing packages (${[command, ...args].join(' ')} install)`);
  if (!runs(command, [...args, 'install', '--frozen-lockfile'])) {
    fail('The packages could not be installed; what the package manager said stands above.');
  }
  writeFileSync(STAMP, wanted);
}

function isRootOnDebian() {
  const tried = spawnSync('apt-get', ['--version'], { stdio: 'ignore' });
  return process.platform === 'linux' && process.getuid?.() === 0 && tried.status === 0;
}

function installDebianChromium() {
  console.log("No Chromium found: installing Debian's with apt-get, because this is root.");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // An update that reaches only some of its sources fails, and the install may still work.
  runs('apt-get', ['update', '-q'], { env });
  return runs('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
}

async function installChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given)) {
    fail(
      `CHROMIUM_PATH is ${given}, and there is no such file. Point it at a Chromium, or unset it.`,
    );
  }
  if (findChromium()) {
    return;
  }
  const { chromium } = await import('playwright');
  if (existsSync(chromium.executablePath())) {
    return;
  }
  if (isRootOnDebian() && installDebianChromium() && findChromium()) {
    return;
  }
  console.log("No Chromium found: fetching Playwright's own.");
  const cli = join(ROOT, 'node_modules', 'playwright', 'cli.js');
  if (!runs(process.execPath, [cli, 'install', 'chromium'], { shell: false })) {
    fail(
      'No Chromium: none is installed, and the download failed. The browser tests need one.',
      'Install Chromium or Chrome, or set CHROMIUM_PATH to one, and run this again.',
    );
  }
}

/** Installs what is missing: packages always, a Chromium when the tests are to run. */
export async function bootstrap({ browser = false } = {}) {
  requireNode();
  installPackages();
  if (browser) {
    await installChromium();
  }
}
