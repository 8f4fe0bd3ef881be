import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { FaultRow } from './row.ts';
import { toPeersMarkdown } from './peers-table.ts';
import { mergeRows, toMarkdown } from './table.ts';

const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));

/** Puts text between the two markers of a name, which stay. Throws where the page has none. */
export function replaceBetween(page: string, name: string, text: string): string {
  const begin = `<!-- ${name}: written by pnpm reliability --write -->`;
  const end = `<!-- end of ${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no place for "${name}".`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

/** Writes Parley's table into docs/reliability.md. */
export function writeDocs(rows: readonly FaultRow[]): void {
  const own = mergeRows(rows.filter(({ client }) => client === 'parley'));
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, replaceBetween(page, 'results', toMarkdown(own)));
}

/** Writes the other clients' columns beside Parley's. */
export function writePeers(rows: readonly FaultRow[]): void {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, replaceBetween(page, 'peers', toPeersMarkdown(rows)));
}
