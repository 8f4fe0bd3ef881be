import type { HttpTarget, SocketTarget } from '../../connection/connection.ts';
import { encodeSegment, extendUrl, toSocketUrl } from '../endpoint-url.ts';
import type { Credentials } from '../provider.ts';
import { DEFAULT_LANGUAGE, splitLanguage } from './language.ts';
import { type NlxOptions, staticText } from './nlx-options.ts';

const SOCKET_URL = 'wss://us-east-1-ws.apps.nlx.ai';
const REST_ORIGIN = 'https://apps.nlx.ai';

interface SplitUrl {
  /** Scheme and host; empty for a path alone. */
  readonly origin: string;
  readonly path: string;
  readonly query: string;
}

function splitUrl(url: string): SplitUrl {
  const [address = ''] = url.split('#', 1);
  const mark = address.indexOf('?');
  const base = mark === -1 ? address : address.slice(0, mark);
  const query = mark === -1 ? '' : address.slice(mark + 1);
  const [, origin = '', path = ''] = /^([a-z][a-z\d+.-]*:\/\/[^/]*)?(.*)$/isu.exec(base) ?? [];
  return { origin, path, query };
}

function joinUrl({ origin, path, query }: SplitUrl): string {
  return `${origin}${path}${query === '' ? '' : `?${query}`}`;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The language that the options settle, before a default; an address that a function gives is not asked. */
export function knownLanguage(options: NlxOptions): string | undefined {
  const tag = options.languageCode || splitLanguage(options.channelKey ?? '').language;
  const url = staticText(options.url);
  return tag ?? (url === undefined ? undefined : languageOfUrl(url));
}

/** The language in bodies. Undefined where the address may say another: then the address decides alone. */
export function bodyLanguage(options: NlxOptions): string | undefined {
  return knownLanguage(options) ?? (options.url === undefined ? DEFAULT_LANGUAGE : undefined);
}

function languageOfUrl(url: string): string | undefined {
  const { path, query } = splitUrl(url);
  const key =
    new URLSearchParams(query).get('channelKey') ??
    decodeSegment(lastSegment(path.replace(/\/+$/u, '')));
  return splitLanguage(key).language;
}

const lastSegment = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The REST endpoint of an origin, of an endpoint without its language, or of a whole endpoint. */
export function restEndpoint(options: NlxOptions, url: string | undefined): string {
  const { deploymentKey = '', channelKey = '', languageCode } = options;
  const channel = splitLanguage(channelKey);
  const language = knownLanguage(options) ?? DEFAULT_LANGUAGE;
  const given = splitUrl(url || REST_ORIGIN);
  const parts = { ...given, path: given.path.replace(/\/+$/u, '') };
  if (parts.path === '') {
    const path = `/c/${encodeSegment(deploymentKey)}/${encodeSegment(`${channel.key}-${language}`)}`;
    return joinUrl({ ...parts, path });
  }
  const last = decodeSegment(lastSegment(parts.path));
  const own = splitLanguage(last);
  // A path that is no endpoint of the vendor's shape is a relay's: it is whole as it stands.
  const isWhole =
    own.language === undefined
      ? last !== channel.key && !/\/c\/[^/]+\/[^/]+$/u.test(parts.path)
      : !languageCode || own.language === languageCode;
  if (isWhole) {
    return joinUrl(given);
  }
  const head = parts.path.slice(0, parts.path.lastIndexOf('/') + 1);
  return joinUrl({ ...parts, path: `${head}${encodeSegment(`${own.key}-${language}`)}` });
}

/** Where HTTP turns go. The key is a header, and goes to the address that was configured. */
export function httpTarget(options: NlxOptions, credentials: Credentials): HttpTarget {
  return {
    kind: 'http',
    url: restEndpoint(options, credentials.url),
    headers: restHeaders(credentials, {
      Accept: options.stream === false ? 'application/json' : '*/*',
    }),
  };
}

/** Headers of a REST request to the application itself; the ones a developer gives win. */
export function restHeaders(
  { apiKey, headers = {} }: Credentials,
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const own = {
    'Content-Type': 'application/json',
    ...(apiKey !== undefined && apiKey !== '' && { 'nlx-api-key': apiKey }),
    ...more,
  };
  // Names differ in case only: both would be sent as one header with two values.
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const kept = Object.entries(own).filter(([name]) => !given.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...headers };
}

/** Where the socket goes. The key is a parameter, and goes to the address that was configured. */
export function socketTarget(
  options: NlxOptions,
  credentials: Credentials,
  conversationId: string | undefined,
): SocketTarget {
  const { deploymentKey = '', channelKey = '', languageCode } = options;
  const language = knownLanguage(options) ?? DEFAULT_LANGUAGE;
  const given = toSocketUrl(credentials.url || SOCKET_URL);
  // The conversation goes on where it is, whatever an address still says of an earlier one.
  const url = replaceParameters(given, {
    conversationId: () => conversationId,
    languageCode: () => languageCode || undefined,
    channelKey: (own) => languageCode && `${splitLanguage(own).key}-${languageCode}`,
  });
  return {
    kind: 'socket',
    url: extendUrl(url, '', {
      deploymentKey,
      channelKey: `${splitLanguage(channelKey).key}-${language}`,
      apiKey: credentials.apiKey || undefined,
      languageCode: language,
      conversationId,
    }),
    headers: credentials.headers,
  };
}

/** Gives parameters that are there another value, where there is one; everything else stays byte by byte. */
function replaceParameters(
  url: string,
  replacements: Readonly<Record<string, (own: string) => string | undefined>>,
): string {
  const parts = splitUrl(url);
  const query = parts.query.split('&').map((pair) => {
    const [entry] = new URLSearchParams(pair);
    const [name, own] = entry ?? ['', ''];
    const value = Object.hasOwn(replacements, name) ? replacements[name]?.(own) : undefined;
    return value ? `${encodeSegment(name)}=${encodeSegment(value)}` : pair;
  });
  return joinUrl({ ...parts, query: query.join('&') });
}

/** What is wrong with an address that can be told without dialing, in words. */
export function urlProblem(options: NlxOptions): string | undefined {
  const url = staticText(options.url);
  const scheme = url === undefined ? undefined : /^([a-z][a-z\d+.-]*):/iu.exec(url)?.[1];
  if (scheme === undefined) {
    return undefined;
  }
  const fits = options.transport === 'http' ? /^https?$/iu : /^(?:ws|http)s?$/iu;
  return fits.test(scheme)
    ? undefined
    : `url does not fit the transport '${options.transport}': it begins with ${scheme}:`;
}
