import { vi } from 'vitest';

// Every property is asserted through this one: with many times the values that it draws in the short run.
vi.mock(import('fast-check'), async (importOriginal) => {
  const original = await importOriginal();
  const { default: fc } = original;
  const TIMES = 20;
  const assert = (...[property, parameters]: Parameters<typeof fc.assert>): Promise<void> | void =>
    fc.assert(property, { ...parameters, numRuns: TIMES * (parameters?.numRuns ?? 100) });
  // The overloads only tell apart what it returns, by the property that is passed on.
  return { ...original, default: { ...fc, assert: assert as typeof fc.assert } };
});
