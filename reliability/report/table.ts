import type { FaultRow } from './row.ts';

const COLUMNS = [
  'fault',
  'provider',
  'layer',
  'runs',
  'lost',
  'doubled',
  'reordered',
  'stuck',
  'verdict',
] as const;

/** Faults before attacks (S8), each by its number. */
const numberOf = ({ fault }: FaultRow): number =>
  Number(fault.replace(/\D/gu, '')) + (fault.startsWith('R') ? 0 : 1000);

/** By fault, then in the order they were played. */
export function sortRows(rows: readonly FaultRow[]): readonly FaultRow[] {
  return rows.toSorted((one, other) => numberOf(one) - numberOf(other));
}

/** Several tests may play one fault with one provider: their figures are added, and all of them have to hold. */
export function mergeRows(rows: readonly FaultRow[]): readonly FaultRow[] {
  const merged = new Map<string, FaultRow>();
  for (const row of sortRows(rows)) {
    const key = [row.client, row.fault, row.provider, row.layer].join('\n');
    const before = merged.get(key);
    merged.set(key, before ? add(before, row) : row);
  }
  return [...merged.values()];
}

function add(one: FaultRow, other: FaultRow): FaultRow {
  const notes = new Set([one.note, other.note].filter((note) => note !== undefined));
  return {
    ...one,
    runs: one.runs + other.runs,
    lost: one.lost + other.lost,
    doubled: one.doubled + other.doubled,
    reordered: one.reordered + other.reordered,
    stuck: (one.stuck ?? 0) + (other.stuck ?? 0),
    verdict: one.verdict === 'holds' ? other.verdict : one.verdict,
    note: [...notes].join('; ') || undefined,
  };
}

/** The rows as columns of text, for a terminal. */
export function toText(rows: readonly FaultRow[]): string {
  const lines = [
    [...COLUMNS, 'note'],
    ...rows.map((row) => [
      ...COLUMNS.map((name) => String(row[name] ?? 0)),
      gatherNotes(row.note?.split('; ') ?? []).join('; '),
    ]),
  ];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const FIGURE = /\d+(?:\.\d+)?/gu;

/** Notes that differ in their figures only become one, with the least and the most of each figure. */
export function gatherNotes(notes: readonly string[]): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const note of notes) {
    const kind = note.replace(FIGURE, '#');
    kinds.set(kind, [...(kinds.get(kind) ?? []), note]);
  }
  return [...kinds].map(([kind, alike]) => {
    const figures = alike.map((note) => (note.match(FIGURE) ?? []).map(Number));
    let place = 0;
    return kind.replaceAll('#', () => {
      const all = figures.map((row) => row[place] ?? 0);
      place += 1;
      const [least, most] = [Math.min(...all), Math.max(...all)];
      return least === most ? String(least) : `${least}–${most}`;
    });
  });
}

const escape = (text: string): string => text.replaceAll('|', '\\|');

/** The rows as a table for the documentation: one line per fault and layer. */
export function toMarkdown(rows: readonly FaultRow[]): string {
  const groups = groupBy(rows);
  const lines = [...groups.values()].map((group) => {
    const [first] = group;
    const sum = (name: 'runs' | 'lost' | 'doubled' | 'reordered'): number =>
      group.reduce((total, row) => total + row[name], 0);
    const failed = group
      .filter(({ verdict }) => verdict === 'fails')
      .map(({ provider }) => provider);
    return `| ${[
      first?.fault,
      first?.layer,
      group.map(({ provider }) => provider).join(', '),
      sum('runs'),
      `${sum('lost')} / ${sum('doubled')} / ${sum('reordered')}`,
      failed.length === 0 ? 'holds' : `fails: ${failed.join(', ')}`,
      escape(gatherNotes(group.flatMap(({ note }) => note?.split('; ') ?? [])).join('; ')),
    ].join(' | ')} |`;
  });
  return [
    '| fault | layer | providers | runs | lost / doubled / reordered | verdict | figures |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function groupBy(rows: readonly FaultRow[]): Map<string, FaultRow[]> {
  const groups = new Map<string, FaultRow[]>();
  for (const row of rows) {
    const key = `${row.fault} ${row.layer}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}
