import type { FaultRow } from '../../report/row.ts';

/** The row of an attack: no message is at stake in it. The one that a test sets last counts. */
export function attackRow(
  fault: 'S14' | 'S24',
  title: string,
  provider: string,
  verdict: FaultRow['verdict'],
): FaultRow {
  const counts = { runs: 1, lost: 0, doubled: 0, reordered: 0 };
  return { fault, title, provider, layer: 'L3', client: 'parley', ...counts, verdict };
}
