import {
  ASYMMETRIC_MATCHERS_OBJECT,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  chai,
  getState,
  setState,
} from '@vitest/expect';
import * as runner from '@vitest/runner';
import * as spy from '@vitest/spy';

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) {
  chai.use(plugin);
}

let assertions = 0;

/** How often `expect` was called since the last time this was. */
export function takeAssertions(): number {
  const taken = assertions;
  assertions = 0;
  return taken;
}

/** A property asserts, even where none of the few values drawn here reaches its `expect`. */
export function countAssertion(): void {
  assertions += 1;
}

function expectValue(value: unknown, message?: string): unknown {
  countAssertion();
  const assertion = chai.expect(value, message);
  // Where an assertion about a promise looks for the test that waits for it.
  chai.util.flag(assertion, 'vitest-test', runner.getCurrentTest());
  return assertion;
}

const expect = Object.assign(
  expectValue,
  chai.expect,
  Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT),
);
Reflect.set(globalThis, GLOBAL_EXPECT, expect);
setState({ ...getState(expect), assertionCalls: 0, isExpectingAssertions: false }, expect);

const stubbed = new Map<string, PropertyDescriptor | undefined>();

function stubGlobal(name: string, value: unknown): void {
  if (!stubbed.has(name)) {
    stubbed.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
  }
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

function unstubAllGlobals(): void {
  for (const [name, descriptor] of stubbed) {
    Reflect.deleteProperty(globalThis, name);
    if (descriptor) {
      Object.defineProperty(globalThis, name, descriptor);
    }
  }
  stubbed.clear();
}

/** What a test gets for `vitest`: Vitest's own parts, without the worker that they usually run in. */
export const standIn = { ...runner, expect, vi: { ...spy, stubGlobal, unstubAllGlobals } };
