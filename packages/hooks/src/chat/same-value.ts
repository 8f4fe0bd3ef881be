/**
 * Whether two values say the same. Arrays and plain objects are compared by what they hold, anything else by
 * identity; so are values nested too deeply to walk (or into themselves), which costs a change and no more.
 */
export function isSameValue(one: unknown, other: unknown, levels = 64): boolean {
  if (Object.is(one, other)) {
    return true;
  }
  if (
    levels === 0 ||
    !isPlain(one) ||
    !isPlain(other) ||
    Array.isArray(one) !== Array.isArray(other)
  ) {
    return false;
  }
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) => Object.hasOwn(other, name) && isSameValue(one[name], other[name], levels - 1),
    )
  );
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
