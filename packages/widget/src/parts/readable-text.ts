const FIELDS = ['text', 'title', 'label', 'message', 'name', 'description'] as const;
const LONGEST = 2000;

/** The words in a structure that nothing can draw; undefined where it holds none. */
export function readableText(data: unknown): string | undefined {
  if (typeof data === 'string') {
    return data.trim() ? data.slice(0, LONGEST) : undefined;
  }
  if (typeof data !== 'object' || data === null) {
    return undefined;
  }
  for (const field of FIELDS) {
    const value: unknown = Object.hasOwn(data, field) ? Reflect.get(data, field) : undefined;
    if (typeof value === 'string' && value.trim()) {
      return value.slice(0, LONGEST);
    }
  }
  return undefined;
}
