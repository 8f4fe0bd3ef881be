import type { FaultRow } from './row.ts';
import { sortRows } from './table.ts';

const FIGURES = ['lost', 'doubled', 'reordered', 'stuck'] as const;
type Figures = Readonly<Record<(typeof FIGURES)[number], number>> & { readonly runs: number };

const NOTHING: Figures = { lost: 0, doubled: 0, reordered: 0, stuck: 0, runs: 0 };

const total = (rows: readonly FaultRow[]): Figures =>
  rows.reduce<Figures>(
    (sum, row) => ({
      lost: sum.lost + row.lost,
      doubled: sum.doubled + row.doubled,
      reordered: sum.reordered + row.reordered,
      stuck: sum.stuck + (row.stuck ?? 0),
      runs: sum.runs + row.runs,
    }),
    NOTHING,
  );

/** `0` where nothing went wrong, so that what did stands out. */
function cell(rows: readonly FaultRow[]): string {
  const figures = total(rows);
  if (figures.runs === 0) return '–';
  return FIGURES.every((name) => figures[name] === 0)
    ? '0'
    : FIGURES.map((name) => figures[name]).join(' / ');
}

/**
 * What the clients made of the same faults, side by side: one line a fault, with the figures of every platform
 * added up. Only faults that were played with more than one client are in it. A dash stands where the client
 * speaks to none of the fault's platforms, or where what breaks needs Parley's own hand.
 */
export function toPeersMarkdown(rows: readonly FaultRow[]): string {
  const played = sortRows(rows.filter(({ layer }) => layer === 'L2'));
  const clients = [...new Set(played.map(({ client }) => client))];
  const others = played.filter(({ client }) => client !== 'parley');
  const faults = [...new Set(others.map(({ fault }) => fault))];
  const shared = played.filter(({ fault }) => faults.includes(fault));
  const line = (name: string, cells: readonly string[]): string =>
    `| ${[name, ...cells].join(' | ')} |`;
  const of = (client: string, fault?: string): FaultRow[] =>
    shared.filter((row) => row.client === client && (fault === undefined || row.fault === fault));
  return [
    line('fault', clients),
    line(
      '---',
      clients.map(() => '---'),
    ),
    ...faults.map((fault) =>
      line(
        fault,
        clients.map((client) => cell(of(client, fault))),
      ),
    ),
    line(
      '**all**',
      clients.map((client) => `**${cell(of(client))}**`),
    ),
    line(
      'runs',
      clients.map((client) => String(total(of(client)).runs)),
    ),
  ].join('\n');
}
