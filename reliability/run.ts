/**
 * Runs the fault suite, layer by layer, and ends in a table:
 * `pnpm reliability [--long] [--unscaled] [--only R7,R8] [--layer L1|L2|L3] [--peers] [--runs n] [--seed n] [--write]`
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { missingFrom } from './applies.ts';
import { PEER_NAMES } from './clients/choose-client.ts';
import type { FaultRow } from './report/row.ts';
import { mergeRows, toText } from './report/table.ts';
import { writeDocs, writePeers } from './report/write-docs.ts';

const LAYERS = [
  { name: 'L1', project: 'reliability-model' },
  { name: 'L2', project: 'reliability' },
  { name: 'L3', project: 'reliability-page' },
] as const;

const { values: asked } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    unscaled: { type: 'boolean', default: false },
    only: { type: 'string' },
    layer: { type: 'string' },
    peers: { type: 'boolean', default: false },
    runs: { type: 'string' },
    seed: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'reliability-'));
const rowsFile = join(folder, 'rows.jsonl');
writeFileSync(rowsFile, '');

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  RELIABILITY_ROWS: rowsFile,
  ...(asked.long && { RELIABILITY_LONG: '1' }),
  ...(asked.unscaled && { RELIABILITY_UNSCALED: '1' }),
  ...(asked.runs && { RELIABILITY_RUNS: asked.runs }),
  ...(asked.seed && { RELIABILITY_SEED: asked.seed }),
};

/** Whether every test passed. */
function run(project: string, extra: readonly string[], more: NodeJS.ProcessEnv = {}): boolean {
  const only = asked.only ? ['--tagsFilter', asked.only.split(',').join(' || ')] : [];
  const command = ['vitest', 'run', '--project', project, '--passWithNoTests', ...only, ...extra];
  command.push('--reporter', 'dot', '--reporter', './reliability/report/table-reporter.ts');
  const env = { ...environment, ...more };
  const { status } = spawnSync('npx', command, { stdio: 'inherit', env });
  return status === 0;
}

const layers = LAYERS.filter(({ name }) => asked.layer === undefined || asked.layer === name);
let isGreen = true;
for (const { name, project } of layers) {
  console.log(`\n== ${name}`);
  isGreen = run(project, []) && isGreen;
}
if (asked.long && asked.layer === undefined) {
  console.log('\n== soak');
  isGreen = run('soak', []) && isGreen;
}
if (asked.peers) {
  for (const peer of PEER_NAMES) {
    console.log(`\n== ${peer}`);
    // Nothing is promised of them: a red test is a row, not a failure of this run. Most of their time goes into
    // waiting for what never comes.
    const extra = ['reliability/faults', '--testTimeout', '900000', '--silent'];
    run('reliability', extra, { RELIABILITY_CLIENT: peer });
  }
}

const rows = readFileSync(rowsFile, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  // Written by the reporter, one row a line.
  .map((line) => JSON.parse(line) as FaultRow);
rmSync(folder, { recursive: true });

for (const client of new Set(rows.map((row) => row.client))) {
  console.log(`\n${client}\n${toText(mergeRows(rows.filter((row) => row.client === client)))}`);
}
// A part of the suite is no result of the suite.
const isWhole = asked.layer === undefined && asked.only === undefined;
const missing = isWhole ? missingFrom(rows.filter(({ client }) => client === 'parley')) : [];
if (missing.length > 0) {
  console.log(`\nNot played, though applies.ts says that they apply: ${missing.join(', ')}`);
  isGreen = false;
}
if (asked.write && isWhole) writeDocs(rows);
if (asked.write && asked.peers && asked.only === undefined) writePeers(rows);
process.exitCode = isGreen ? 0 : 1;
