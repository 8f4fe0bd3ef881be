'use client';

import { useState } from 'react';

/**
 * The first of all equal values. An object that is written inline is a new one on every render of its
 * owner, and everything that depends on it would render with it.
 */
export function useHeld<Value>(value: Value, isSame: (a: Value, b: Value) => boolean): Value {
  const [held, setHeld] = useState(() => value);
  if (held !== value && !isSame(held, value)) {
    setHeld(() => value);
    return value;
  }
  return held;
}

/** Whether two objects or lists hold the same things. */
export function isShallowEqual(a: object, b: object): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.is(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
