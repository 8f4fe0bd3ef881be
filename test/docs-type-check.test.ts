import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ROOT } from '../scripts/bootstrap.mjs';

interface Block {
  /** Where it stands: `README.md:12`. */
  readonly place: string;
  readonly file: string;
  readonly code: string;
}

const FENCE = /^```(tsx?)[ \t]*(.*)\n([^]*?)^```/gm;
const OUT = join(ROOT, 'node_modules', '.cache', 'docs-type-check');

function pages(): string[] {
  const docs = join(ROOT, 'docs');
  const below = existsSync(docs) ? readdirSync(docs, { recursive: true, encoding: 'utf8' }) : [];
  const packages = readdirSync(join(ROOT, 'packages'));
  return [
    join(ROOT, 'README.md'),
    ...below.map((name) => join(docs, name)),
    ...packages.map((name) => join(ROOT, 'packages', name, 'README.md')),
  ].filter((path) => path.endsWith('.md') && existsSync(path));
}

const blocks: Block[] = [];
const excused: { readonly place: string; readonly reason: string }[] = [];
for (const page of pages()) {
  const text = readFileSync(page, 'utf8');
  for (const [whole, extension, mark = '', code = ''] of text.matchAll(FENCE)) {
    const line = text.slice(0, text.indexOf(whole)).split('\n').length;
    const name = relative(ROOT, page).replaceAll('\\', '/');
    const place = `${name}:${line}`;
    if (mark.startsWith('no-check')) {
      excused.push({ place, reason: mark.replace('no-check', '').trim() });
    } else {
      const file = `${name.replaceAll('/', '-')}-${line}.${extension}`;
      blocks.push({ place, file, code });
    }
  }
}

let complaints: readonly string[] = [];

/** A compiler starts slowly on a busy machine. */
const COMPILER_MS = 60_000;

beforeAll(() => {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  for (const { file, code } of blocks) {
    // A block without imports is a module all the same.
    writeFileSync(join(OUT, file), `${code}\nexport {};\n`);
  }
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    // An example declares what it shows and need not use it.
    compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
    include: [],
    files: blocks.map(({ file }) => file),
  };
  writeFileSync(join(OUT, 'tsconfig.json'), JSON.stringify(config));
  if (blocks.length > 0) {
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const run = spawnSync(process.execPath, [tsc, '-p', OUT, '--pretty', 'false'], {
      cwd: OUT,
      encoding: 'utf8',
    });
    complaints = run.stdout.split('\n').filter((line) => /\berror TS\d/.test(line));
  }
}, COMPILER_MS);

afterAll(() => {
  rmSync(OUT, { recursive: true, force: true });
});

describe('the examples in the documents', () => {
  it('are found', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  it.each(blocks)('$place compiles', ({ file }) => {
    expect(complaints.filter((line) => line.startsWith(file))).toEqual([]);
  });

  it('say why, where one is not checked', () => {
    expect(excused.filter(({ reason }) => reason === '')).toEqual([]);
  });

  it('are all that the compiler complains about', () => {
    const elsewhere = complaints.filter(
      (line) => !blocks.some(({ file }) => line.startsWith(file)),
    );

    expect(elsewhere).toEqual([]);
  });
});
