import { describe, expect, test } from 'vitest';

import type { FaultRow } from './row.ts';
import { gatherNotes, mergeRows, toMarkdown, toText } from './table.ts';

const row = (change: Partial<FaultRow>): FaultRow => ({
  fault: 'R1',
  title: 'a fact',
  provider: 'lexicon',
  layer: 'L2',
  client: 'parley',
  runs: 1,
  lost: 0,
  doubled: 0,
  reordered: 0,
  verdict: 'holds',
  ...change,
});

describe('the table', () => {
  test('adds what several tests found of one fault with one provider', () => {
    const rows = [row({ lost: 1 }), row({ lost: 2, note: 'a' }), row({ provider: 'aui' })];
    expect(mergeRows(rows)).toMatchObject([
      row({ runs: 2, lost: 3, note: 'a' }),
      row({ provider: 'aui' }),
    ]);
  });

  test('lets one failure fail the fault, wherever it stands', () => {
    const failed = row({ verdict: 'fails' });
    expect(mergeRows([failed, row({})])[0]?.verdict).toBe('fails');
    expect(mergeRows([row({}), failed])[0]?.verdict).toBe('fails');
  });

  test('keeps layers and clients apart', () => {
    const rows = [row({}), row({ layer: 'L3' }), row({ client: 'other' })];
    expect(mergeRows(rows)).toHaveLength(3);
  });

  test('stands in the order of the faults’ numbers', () => {
    const rows = [row({ fault: 'R10' }), row({ fault: 'R2' }), row({ fault: 'R9' })];
    expect(mergeRows(rows).map(({ fault }) => fault)).toEqual(['R2', 'R9', 'R10']);
    expect(toText(mergeRows(rows)).split('\n')).toHaveLength(4);
  });

  test('names in Markdown who failed', () => {
    const rows = [row({}), row({ provider: 'aui', verdict: 'fails', lost: 1, note: 'a | b' })];
    expect(toMarkdown(rows).split('\n').at(-1)).toBe(
      '| R1 | L2 | lexicon, aui | 2 | 1 / 0 / 0 | fails: aui | a \\| b |',
    );
  });

  test('makes one note of several that differ in their figures', () => {
    const notes = ['ready 1.2 s later', 'ready 0.4 s later', '7 dials', 'a word', 'a word'];
    expect(gatherNotes(notes)).toEqual(['ready 0.4–1.2 s later', '7 dials', 'a word']);
  });
});
