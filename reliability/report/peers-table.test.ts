import { expect, test } from 'vitest';

import { toPeersMarkdown } from './peers-table.ts';
import type { FaultRow } from './row.ts';

const row = (client: string, fault: string, change: Partial<FaultRow> = {}): FaultRow => ({
  fault,
  client,
  title: '',
  provider: 'lexicon',
  layer: 'L2',
  runs: 1,
  lost: 0,
  doubled: 0,
  reordered: 0,
  verdict: 'holds',
  ...change,
});

test('clients stand side by side, fault by fault, every platform added up', () => {
  const rows = [
    row('parley', 'R10'),
    row('parley', 'R2'),
    row('parley', 'R2', { provider: 'aui' }),
    row('other', 'R2', { lost: 2, stuck: 3 }),
    row('other', 'R2', { provider: 'aui', lost: 1, reordered: 4, runs: 5 }),
    row('third', 'R10', { doubled: 1 }),
  ];
  expect(toPeersMarkdown(rows).split('\n')).toEqual([
    '| fault | parley | other | third |',
    '| --- | --- | --- | --- |',
    '| R2 | 0 | 3 / 0 / 4 / 3 | – |',
    '| R10 | 0 | – | 0 / 1 / 0 / 0 |',
    '| **all** | **0** | **3 / 0 / 4 / 3** | **0 / 1 / 0 / 0** |',
    '| runs | 3 | 6 | 1 |',
  ]);
});

test('a fault that never struck a client has a dash, not zeros, and the others count', () => {
  const rows = [
    row('parley', 'R20'),
    row('other', 'R20', { runs: 0 }),
    row('third', 'R20', { runs: 0 }),
    row('third', 'R20', { provider: 'aui', lost: 1 }),
  ];
  expect(toPeersMarkdown(rows)).toContain('| R20 | 0 | – | 1 / 0 / 0 / 0 |');
});

test('what was played with one client alone, or in another layer, is left out', () => {
  const rows = [
    row('parley', 'R1'),
    row('parley', 'R2'),
    row('parley', 'R2', { layer: 'L3', lost: 9 }),
    row('other', 'R2'),
  ];
  expect(toPeersMarkdown(rows)).not.toMatch(/R1|9/);
});
