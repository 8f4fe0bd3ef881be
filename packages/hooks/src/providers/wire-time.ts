const ISO_TIME =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,3})\d{0,6})?\s*(?:Z|([+-]\d\d):?(\d\d))?$/iu;

/**
 * Milliseconds since the epoch of an ISO 8601 time as servers write it: a T or a space between date and
 * time, any number of decimals, and no zone meaning UTC (a browser would take its own). Undefined for
 * anything else.
 */
export function parseWireTime(value: unknown): number | undefined {
  const match = typeof value === 'string' && ISO_TIME.exec(value.trim());
  if (!match) {
    return undefined;
  }
  const [, date, time, decimals, hours, minutes] = match;
  const zone = hours ? `${hours}:${minutes}` : 'Z';
  const ms = Date.parse(`${date}T${time}${decimals ? `.${decimals}` : ''}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}
