/**
 * What a page downloads for each way of using the built packages: minified with Vite, then gzip, React left
 * out. The first load is held to its budget; what a conversation loads later, if ever, is printed beside it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { build } from 'vite';

import { ROOT } from './bootstrap.mjs';

/** KiB. */
interface Size {
  readonly name: string;
  /** What a page imports, or the built file itself. */
  readonly source: { readonly code: string } | { readonly file: string };
  readonly budget: number;
  /**
   * What was last reached where the budget is not: more fails the check. A budget that is reached needs none;
   * one that is raised needs its figures and its reason in the commit message.
   */
  readonly ceiling?: number;
}

const HOOKS = join(ROOT, 'packages/hooks/dist/index.js');
const WIDGET = join(ROOT, 'packages/widget/dist/index.js');

const SIZES: readonly Size[] = [
  {
    name: 'useLexiconChat alone',
    source: { code: `export { useLexiconChat } from ${JSON.stringify(HOOKS)}` },
    budget: 8,
    ceiling: 26.9,
  },
  {
    name: 'all four hooks',
    source: {
      code: `export { useNlxSocket, useNlxChat, useLexiconChat, useAuiStream } from ${JSON.stringify(HOOKS)}`,
    },
    budget: 12,
    ceiling: 38.9,
  },
  {
    name: '<ChatWidget> with a hook',
    source: { code: `export { ChatWidget } from ${JSON.stringify(WIDGET)}` },
    budget: 40,
    ceiling: 55.4,
  },
  {
    name: 'styles.css',
    source: { file: join(ROOT, 'packages/widget/dist/styles.css') },
    budget: 8,
  },
];

interface Measured {
  readonly first: number;
  readonly later: number;
}

const kib = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length / 1024;

async function measure({ source }: Size): Promise<Measured> {
  if ('file' in source) {
    return { first: kib(readFileSync(source.file)), later: 0 };
  }
  const entry = '\0page';
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source.code : null),
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'exports-only',
        external: /^react(-dom)?(\/|$)/,
      },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunks = outputs.flatMap((output) => (output.type === 'chunk' ? [output] : []));
  const first = new Set<string>();
  const visit = (name: string): void => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (chunk && !first.has(name)) {
      first.add(name);
      chunk.imports.forEach(visit);
    }
  };
  chunks.filter(({ isEntry }) => isEntry).forEach(({ fileName }) => visit(fileName));
  const sum = (of: (name: string) => boolean): number =>
    chunks.filter(({ fileName }) => of(fileName)).reduce((total, { code }) => total + kib(code), 0);
  return { first: sum((name) => first.has(name)), later: sum((name) => !first.has(name)) };
}

for (const size of SIZES) {
  const { name, budget, ceiling = budget } = size;
  const { first, later } = await measure(size);
  const share = first / budget;
  const verdict = share <= 1 ? 'within its budget' : `OVER ITS BUDGET ×${share.toFixed(2)}`;
  const grown = first > ceiling ? `, and over its ceiling of ${ceiling} KiB` : '';
  const more = later > 0 ? ` (${later.toFixed(2)} KiB more when used)` : '';
  console.log(`${name}: ${first.toFixed(2)} KiB of ${budget} KiB${more}, ${verdict}${grown}`);
  if (first > ceiling) {
    process.exitCode = 1;
  }
}
