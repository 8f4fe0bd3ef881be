const ISO_TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/iu;

/**
 * Milliseconds since the epoch of an ISO 8601 time as servers write it: a T or a space between date and
 * time, any number of decimals, and no zone meaning UTC (a browser would take its own). Undefined for
 * anything else.
 */
export function parseWireTime(value: unknown): number | undefined {
  const match = typeof value === 'string' ? ISO_TIME.exec(value.trim()) : null;
  if (!match) {
    return undefined;
  }
  const [, date, time, decimals = '', zone = 'Z'] = match;
  const offset = /^[+-]\d{4}$/u.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const seconds = time?.length === 5 ? `${time}:00` : time;
  const ms = Date.parse(
    `${date}T${seconds}.${decimals.padEnd(3, '0').slice(0, 3)}${offset.toUpperCase()}`,
  );
  return Number.isNaN(ms) ? undefined : ms;
}
