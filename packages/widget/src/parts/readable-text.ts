const FIELDS = ['text', 'title', 'label', 'message', 'name', 'description'] as const;
const LONGEST = 2000;

/** The words in a structure that nothing can draw; undefined where it holds none. */
export function readableText(data: unknown): string | undefined {
  const words: readonly unknown[] =
    typeof data === 'string' ? [data] : FIELDS.map((field) => ownValue(data, field));
  return words.find(isReadable)?.slice(0, LONGEST);
}

function ownValue(data: unknown, field: string): unknown {
  return typeof data === 'object' && data && Object.hasOwn(data, field)
    ? Reflect.get(data, field)
    : undefined;
}

function isReadable(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
