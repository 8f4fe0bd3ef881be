import { afterEach, beforeEach } from 'vitest';

// A warning of React's (a missing key, an update outside act, a hydration mismatch) is a defect that no assertion
// sees. A test that expects one replaces console.error with its own spy, and then this never hears of it.
let unexpected: string[] = [];
const { error: print } = console;

beforeEach(() => {
  unexpected = [];
  console.error = (...values: unknown[]) => {
    unexpected.push(values.map(String).join(' '));
    print(...values);
  };
});

afterEach(() => {
  console.error = print;
  if (unexpected.length > 0) {
    throw new Error(`console.error was called: ${unexpected.join('\n')}`);
  }
});
