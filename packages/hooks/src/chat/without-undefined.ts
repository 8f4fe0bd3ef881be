/** The fields that say something. */
export function withoutUndefined<T extends object>(value: T): T {
  // Only an optional field can be undefined, and Object.fromEntries forgets the keys' types.
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
