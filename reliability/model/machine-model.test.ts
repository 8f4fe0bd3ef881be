import { describe, expect, it } from 'vitest';

import { STABLE_MS } from './connection-world.ts';
import { afterRefusal, type MachineModel, wasStable } from './machine-model.ts';

describe('wasStable', () => {
  const ready = { status: 'ready', at: 500 };
  const lost = (at: number) => ({ status: 'reconnecting', at });

  it.each([
    ['nothing is shown', [], STABLE_MS, false],
    ['it is ready for a moment', [ready], 500 + STABLE_MS - 1, false],
    ['it is ready for long enough', [ready], 500 + STABLE_MS, true],
    ['it waits for long', [lost(0)], STABLE_MS, false],
    ['it was lost too early', [ready, lost(500 + STABLE_MS - 1)], 90_000, false],
    ['it was lost late enough', [ready, lost(500 + STABLE_MS)], 90_000, true],
    ['it was ready twice, too briefly', [ready, lost(600), { ...ready, at: 700 }], 9_000, false],
    ['the second time was long enough', [ready, lost(600), { ...ready, at: 700 }], 90_000, true],
  ])('where %s', (_what, situations, nowMs, expected) => {
    expect(wasStable(situations, nowMs)).toBe(expected);
  });
});

describe('afterRefusal', () => {
  type Row = readonly [
    wish: MachineModel['wish'],
    refreshed: MachineModel['refreshed'],
    isRefreshable: boolean,
    status: string,
    expected: ReturnType<typeof afterRefusal>,
  ];
  const AGAIN = { wish: 'up', refreshed: true } as const;
  const REST = { wish: 'failed', refreshed: false } as const;

  it.each<Row>([
    ['up', false, true, 'connecting', AGAIN],
    // The expectation is the model's own: a connection that failed too early is found out.
    ['up', false, true, 'failed', AGAIN],
    ['up', true, true, 'failed', REST],
    ['up', true, true, 'connecting', REST],
    ['up', 'unsure', true, 'failed', REST],
    ['up', 'unsure', true, 'connecting', AGAIN],
    ['up', false, false, 'failed', REST],
    ['up', 'unsure', false, 'connecting', REST],
    // Whoever wants no connection has nothing to ask keys for.
    ['closed', false, true, 'closed', { wish: 'closed', refreshed: false }],
  ])('of %s, keys asked for: %s, to be had: %s, %s', (wish, refreshed, isRefreshable, ...rest) => {
    const [status, expected] = rest;
    expect(afterRefusal({ wish, refreshed }, isRefreshable, status)).toEqual(expected);
  });
});
