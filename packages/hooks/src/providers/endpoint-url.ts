/** Parameters in the order in which they are added; undefined ones are left out. */
export type QueryParameters = Readonly<Record<string, string | undefined>>;

/**
 * Adds a path and parameters to an address. Its own query is kept and comes first, a parameter it has
 * already is not added again, everything added is encoded, and a fragment is dropped (a WebSocket refuses
 * one). Works on text, so that a path without an origin stays one and no address makes it throw.
 */
export function extendUrl(url: string, path: string, parameters: QueryParameters = {}): string {
  const { base, query } = splitQuery(url);
  const present = new URLSearchParams(query);
  const added = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || present.has(name)
      ? []
      : [`${encodeSegment(name)}=${encodeSegment(value)}`],
  );
  const whole = [query, ...added].filter(Boolean).join('&');
  return (path ? base.replace(/\/+$/u, '') + path : base) + (whole && `?${whole}`);
}

/** An address in two, its fragment dropped. */
export function splitQuery(url: string): { readonly base: string; readonly query: string } {
  const [, base = '', query = ''] = /^([^?#]*)\??([^#]*)/u.exec(url) ?? [];
  return { base, query };
}

/** Encodes one path segment or query value. A lone surrogate, which has no encoding, becomes U+FFFD. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

/** The last word of an address's path; empty for a host alone, and for data. */
export function lastWord(url: string): string {
  const [, word = ''] =
    /^(?!data:)(?:[a-z][a-z\d+.-]*:\/\/[^/?#]*)?(?:[^?#]*\/)?([^/?#]*)/iu.exec(url) ?? [];
  return decodeText(word);
}

/** Decodes a word of an address where it can be. */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The WebSocket address of an endpoint that was given as an HTTP one; any other stays as it is. */
export function toSocketUrl(url: string): string {
  return url.replace(/^http:/iu, 'ws:').replace(/^https:/iu, 'wss:');
}

const HTTP_SCHEMES = ['http://', 'https://'];

/**
 * What is wrong with an address that can be told without dialing, in words that do not repeat it. A path
 * alone (`/chat`) is fine: a page resolves it against its own origin.
 */
export function urlProblem(
  url: string | undefined,
  transport: 'websocket' | 'http',
): string | undefined {
  if (!url || url.startsWith('/')) {
    return undefined;
  }
  const schemes = transport === 'http' ? HTTP_SCHEMES : ['ws://', 'wss://', ...HTTP_SCHEMES];
  const isKnown = schemes.some((scheme) => url.toLowerCase().startsWith(scheme));
  if (isKnown && isAddress(url)) {
    return undefined;
  }
  return `url is no address for the transport '${transport}': it has to be a whole one that begins with ${schemes.join(', ')} or /`;
}

function isAddress(url: string): boolean {
  try {
    return new URL(url).host !== '';
  } catch {
    return false;
  }
}
