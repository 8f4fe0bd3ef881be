/** A JSON object as it came, nothing believed of its fields yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** A frame's fields, or why there are none (which says nothing of its content). */
export type FrameReading =
  | { readonly record: JsonRecord }
  | { readonly record: undefined; readonly reason: string };

// Names that mean an object's machinery, not a field, to whoever copies them carelessly later.
const MACHINERY: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

// Deeper than any message is; keeps a hostile or cyclic value from ending the stack.
const MAX_DEPTH = 32;

/** Whether a value is an object with fields: no array, no null, no class instance. */
export function isRecord(value: unknown): value is JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A frame's fields. Takes the text of a frame, or its value when somebody has parsed it already. */
export function readFrame(frame: unknown): FrameReading {
  const value = typeof frame === 'string' ? parseJson(frame) : frame;
  if (isRecord(value)) {
    return { record: value };
  }
  return { record: undefined, reason: value === undefined ? 'not JSON' : 'not a JSON object' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An own field: what an object inherits was never on the wire. */
export function readField(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

export function readString(record: JsonRecord, name: string): string | undefined {
  const value = readField(record, name);
  return typeof value === 'string' ? value : undefined;
}

/** An id: a non-empty string, or a whole number as its digits. */
export function readId(record: JsonRecord, name: string): string | undefined {
  const value = readField(record, name);
  if (typeof value === 'string') {
    return value === '' ? undefined : value;
  }
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

export function readRecord(record: JsonRecord, name: string): JsonRecord | undefined {
  const value = readField(record, name);
  return isRecord(value) ? value : undefined;
}

/** The first `limit` items of an array; none where there is no array. */
export function readArray(record: JsonRecord, name: string, limit: number): readonly unknown[] {
  const value = readField(record, name);
  return Array.isArray(value) ? value.slice(0, limit) : [];
}

/**
 * A copy of a plain JSON object that `JSON.stringify` repeats exactly: fields that are undefined are left
 * out. Undefined when anything else in it is not JSON (a function, a date, NaN, a cycle).
 */
export function toJsonRecord(value: unknown): JsonRecord | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const copy = copyJson(value, MAX_DEPTH);
  return isRecord(copy) ? copy : undefined;
}

function copyJson(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    // Adding 0 turns -0, which JSON does not repeat, into 0.
    return Number.isFinite(value) ? value + 0 : undefined;
  }
  if (depth === 0) {
    return undefined;
  }
  if (Array.isArray(value)) {
    const items = Array.from(value, (item: unknown) => copyJson(item, depth - 1));
    return items.includes(undefined) ? undefined : items;
  }
  return isRecord(value) ? copyFields(value, depth) : undefined;
}

function copyFields(record: JsonRecord, depth: number): JsonRecord | undefined {
  const entries: [string, unknown][] = [];
  for (const [name, field] of Object.entries(record)) {
    if (field !== undefined && !MACHINERY.has(name)) {
      const copy = copyJson(field, depth - 1);
      if (copy === undefined) {
        return undefined;
      }
      entries.push([name, copy]);
    }
  }
  return Object.fromEntries(entries);
}

/** A word off the wire, short enough for a report. */
export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
