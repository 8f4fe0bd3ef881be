/** Parameters in the order in which they are added; undefined ones are left out. */
export type QueryParameters = Readonly<Record<string, string | undefined>>;

/**
 * Adds a path and parameters to an address. Its own query is kept and comes first, a parameter it has
 * already is not added again, everything added is encoded, and a fragment is dropped (a WebSocket refuses
 * one). Works on text, so that a path without an origin stays one and no address makes it throw.
 */
export function extendUrl(url: string, path: string, parameters: QueryParameters): string {
  const [address = ''] = url.split('#', 1);
  const mark = address.indexOf('?');
  const base = mark === -1 ? address : address.slice(0, mark);
  const query = mark === -1 ? '' : address.slice(mark + 1);
  const present = new URLSearchParams(query);
  const added = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || present.has(name)
      ? []
      : [`${encodeSegment(name)}=${encodeSegment(value)}`],
  );
  const whole = [...(query === '' ? [] : [query]), ...added].join('&');
  const joined = path === '' ? base : `${base.replace(/\/+$/u, '')}${path}`;
  return whole === '' ? joined : `${joined}?${whole}`;
}

/** Encodes one path segment or query value. A lone surrogate, which has no encoding, becomes U+FFFD. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

/** The WebSocket address of an endpoint that was given as an HTTP one; any other stays as it is. */
export function toSocketUrl(url: string): string {
  return url.replace(
    /^http(s?):\/\//iu,
    (_scheme, secure: string) => `ws${secure.toLowerCase()}://`,
  );
}
