/** A JSON object, as opposed to an array or null. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses text; `undefined` when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body of an HTTP request as JSON; `undefined` when it is not JSON. */
export function parseBody(body: Uint8Array): unknown {
  return parseJson(new TextDecoder().decode(body));
}

/** A whole number from a query; `undefined` when it is something else. */
export function readInteger(text: string | null, otherwise: number): number | undefined {
  if (text === null) return otherwise;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
