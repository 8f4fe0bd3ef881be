/** A JSON object as it came, nothing believed of its fields yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

// Names that mean an object's machinery, not a field, to whoever copies them carelessly later.
export const MACHINERY: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Levels of nesting. Deeper values crash what would copy or store them. */
export const DEPTH_LIMIT = 64;

// Deeper than any message is; keeps a hostile or cyclic value from ending the stack.
const MAX_DEPTH = 32;

const MAX_WORDS = 500;

// Longer than any platform's, and short enough to be remembered by the hundred.
const MAX_ID = 1024;

/** Whether a value is an object with fields: no array, no null, no class instance. */
export function isRecord(value: unknown): value is JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A frame's fields, or the reason why there are none (which says nothing of its content). */
export function readFrame(frame: unknown): JsonRecord | string {
  // The text of a frame, or its value when somebody has parsed it already.
  const value = typeof frame === 'string' ? parseJson(frame) : frame;
  return isRecord(value) ? value : value === undefined ? 'not JSON' : 'not a JSON object';
}

/** What JSON text says; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether parsed JSON has an end. The names of an object's machinery are taken out of it on the way. */
export function isShallow(value: unknown, levels: number = DEPTH_LIMIT): boolean {
  if (typeof value !== 'object' || value === null) {
    return true;
  }
  MACHINERY.forEach((name) => Object.hasOwn(value, name) && Reflect.deleteProperty(value, name));
  return levels > 0 && Object.values(value).every((child) => isShallow(child, levels - 1));
}

/** A field of an object's own (what it inherits was never on the wire); none of anything else. */
export function readField(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function readString(record: unknown, name: string): string | undefined {
  const value = readField(record, name);
  return typeof value === 'string' ? value : undefined;
}

/** An id: a non-empty string of at most 1,024 characters, or a whole number as its digits. */
export function readId(record: unknown, name: string): string | undefined {
  const value = readField(record, name);
  const id = Number.isSafeInteger(value) ? String(value) : readString(record, name);
  return id && id.length <= MAX_ID ? id : undefined;
}

export function readRecord(record: unknown, name: string): JsonRecord | undefined {
  const value = readField(record, name);
  return isRecord(value) ? value : undefined;
}

/** The first `limit` items of an array; none where there is no array. */
export function readArray(record: unknown, name: string, limit: number): readonly unknown[] {
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
  try {
    const copy: unknown = JSON.parse(JSON.stringify(value, keepJson));
    return isRecord(copy) && isShallow(copy, MAX_DEPTH) ? copy : undefined;
  } catch {
    // A cycle, a value without an end, or something that is no JSON.
    return undefined;
  }
}

/** What `JSON.stringify` would leave out or write as something else is not let through. */
function keepJson(this: JsonRecord, name: string): unknown {
  const value = this[name];
  if (MACHINERY.includes(name) || (value === undefined && !Array.isArray(this))) {
    return undefined;
  }
  const isText = typeof value === 'string' || typeof value === 'boolean';
  const isOther = value === null || Number.isFinite(value) || Array.isArray(value);
  if (isText || isOther || isRecord(value)) {
    return value;
  }
  throw new TypeError();
}

/** The same fields without the undefined ones; undefined where none is left. */
export function compact<Fields extends object>(fields: Fields): Fields | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // A field that is left out is one whose type allows undefined.
  return entries.length > 0 ? (Object.fromEntries(entries) as Fields) : undefined;
}

/** A text of words for a person, cut short; undefined where it is blank. */
export function readWords(record: unknown, name: string): string | undefined {
  const text = readString(record, name);
  // A server that reflects a page into its words is not repeated whole.
  return text?.trim() ? clip(text, MAX_WORDS) : undefined;
}

/** A word off the wire, short enough for a report. */
export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
