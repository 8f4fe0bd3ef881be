const LINK_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/**
 * The address a link from the wire may have, written the way the browser understands it; undefined where it may
 * have none. Only whole addresses count: one relative to the page would let the wire point into the page's site.
 */
export function safeLink(address: string): string | undefined {
  const url = parseUrl(address);
  if (!url || !LINK_PROTOCOLS.has(url.protocol)) {
    return undefined;
  }
  // `https://bank.example@evil.example` reads like the first and goes to the second.
  url.username = '';
  url.password = '';
  return url.href;
}

/** The address an image may be loaded from: http(s), of an allowed origin. */
export function safeImage(address: string, origins: readonly string[]): string | undefined {
  const url = parseUrl(address);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return undefined;
  }
  return origins.some((origin) => parseUrl(origin)?.origin === url.origin) ? url.href : undefined;
}

/** The host as it is, in Punycode, so that no letter can pass for another. */
export function linkHost(href: string): string {
  return parseUrl(href)?.host ?? '';
}

function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
