import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { APPLIES, appliesMarkdown, missingFrom, PAIRS } from './applies.ts';

const between = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `R${first + index}`);

describe('which fault applies to which platform', () => {
  test('is said of every fault, in order', () => {
    expect(APPLIES.map(({ fault }) => fault)).toEqual([...between(1, 29), ...between(36, 48)]);
  });

  test('no fault is out of reach of all of them', () => {
    const faults = new Set(PAIRS.map(({ fault }) => fault));
    expect(APPLIES.filter(({ fault }) => !faults.has(fault))).toEqual([]);
  });

  test('a pair that nobody played is missed', () => {
    const [, ...others] = PAIRS;
    expect(missingFrom(PAIRS)).toEqual([]);
    expect(missingFrom(others)).toEqual(['R1 nlx-socket']);
  });

  test('the documentation says the same', () => {
    const page = readFileSync(new URL('../docs/reliability.md', import.meta.url), 'utf8');
    expect(page).toContain(appliesMarkdown());
  });
});
