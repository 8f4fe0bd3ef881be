import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { garble, NO_FAULTS, readFaults } from './faults.ts';

describe('readFaults', () => {
  it('takes every fault at its healthy value', () => {
    expect(readFaults({ ...NO_FAULTS })).toEqual({ ok: true, change: NO_FAULTS });
  });

  it.each<unknown>([
    { delayMs: 100 },
    { dropAfterFrames: 3 },
    { garbleRate: 0.5 },
    { closeWith: { code: 1011, reason: 'x' } },
    { rateLimit: { perSecond: 2, closeCode: 4003 } },
    { sliceBytes: 1 },
  ])('takes %o', (change) => {
    expect(readFaults(change)).toEqual({ ok: true, change });
  });

  it.each<unknown>([
    null,
    [],
    'delayMs',
    { delayMs: -1 },
    { delayMs: '1' },
    { garbleRate: 2 },
    { refuse: 'yes' },
    { closeWith: { code: 17, reason: '' } },
    { closeWith: { code: 1011 } },
    { rateLimit: {} },
    { sliceBytes: 0 },
    { unheardOf: true },
    { toString: 1 },
  ])('refuses %o', (change) => {
    expect(readFaults(change)).toMatchObject({ ok: false });
  });
});

describe('garble', () => {
  it('never leaves valid JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => JSON.parse(garble(text))).toThrow(SyntaxError);
      }),
    );
  });
});
