import type { HttpTarget, SocketTarget } from '../../connection/connection.ts';
import { encodeSegment, extendUrl, splitQuery, toSocketUrl } from '../endpoint-url.ts';
import { staticText } from '../option-source.ts';
import type { Credentials } from '../provider.ts';
import { DEFAULT_LANGUAGE, splitLanguage } from './language.ts';
import type { NlxOptions } from './nlx-options.ts';

const SOCKET_URL = 'wss://us-east-1-ws.apps.nlx.ai';
const REST_ORIGIN = 'https://apps.nlx.ai';

interface SplitUrl {
  /** Scheme and host; empty for a path alone. */
  readonly origin: string;
  readonly path: string;
  readonly query: string;
}

function splitUrl(url: string): SplitUrl {
  const { base, query } = splitQuery(url);
  const [, origin = '', path = ''] = /^([a-z][a-z\d+.-]*:\/\/[^/]*)?(.*)$/isu.exec(base) ?? [];
  return { origin, path, query };
}

function joinUrl({ origin, path, query }: SplitUrl): string {
  return `${origin}${path}${query === '' ? '' : `?${query}`}`;
}

/** The last word of a path, decoded where it can be. */
function lastSegment(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const trimSlashes = (path: string): string => path.replace(/\/+$/u, '');

/** The language that the options settle, before a default; an address that a function gives is not asked. */
function knownLanguage(options: NlxOptions): string | undefined {
  const { path, query } = splitUrl(staticText(options.url) ?? '');
  const keyOfUrl = new URLSearchParams(query).get('channelKey') ?? lastSegment(trimSlashes(path));
  return (
    options.languageCode ||
    splitLanguage(options.channelKey ?? '').language ||
    splitLanguage(keyOfUrl).language
  );
}

/** The language in bodies. Undefined where the address may say another: then the address decides alone. */
export function bodyLanguage(options: NlxOptions): string | undefined {
  return knownLanguage(options) ?? (options.url === undefined ? DEFAULT_LANGUAGE : undefined);
}

/** The REST endpoint of an origin, of an endpoint without its language, or of a whole endpoint. */
export function restEndpoint(options: NlxOptions, url: string | undefined): string {
  const { deploymentKey = '', channelKey = '', languageCode } = options;
  const { key: channel } = splitLanguage(channelKey);
  const language = knownLanguage(options) ?? DEFAULT_LANGUAGE;
  const given = splitUrl(url || REST_ORIGIN);
  const path = trimSlashes(given.path);
  const last = lastSegment(path);
  const own = splitLanguage(last);
  const withLanguage = (key: string): string => encodeSegment(`${key}-${language}`);
  if (path === '') {
    return joinUrl({
      ...given,
      path: `/c/${encodeSegment(deploymentKey)}/${withLanguage(channel)}`,
    });
  }
  // A path that is no endpoint of the vendor's shape is a relay's: it is whole as it stands.
  const isWhole =
    own.language === undefined
      ? last !== channel && !/\/c\/[^/]+\/[^/]+$/u.test(path)
      : !languageCode || own.language === languageCode;
  return joinUrl(
    isWhole
      ? given
      : { ...given, path: path.slice(0, path.lastIndexOf('/') + 1) + withLanguage(own.key) },
  );
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
  const own = { 'Content-Type': 'application/json', 'nlx-api-key': apiKey ?? '', ...more };
  // Names differ in case only: both would be sent as one header with two values.
  const given = Object.keys(headers).map((name) => name.toLowerCase());
  const kept = Object.entries(own).filter(
    ([name, value]) => value !== '' && !given.includes(name.toLowerCase()),
  );
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
  const taggedKey = (key: string, tag: string): string => `${splitLanguage(key).key}-${tag}`;
  // The conversation goes on where it is, whatever an address still says of an earlier one.
  const url = replaceParameters(toSocketUrl(credentials.url || SOCKET_URL), {
    conversationId: () => conversationId,
    languageCode: () => languageCode,
    channelKey: (own) => languageCode && taggedKey(own, languageCode),
  });
  return {
    kind: 'socket',
    url: extendUrl(url, '', {
      deploymentKey,
      channelKey: taggedKey(channelKey, language),
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
  const pairs = parts.query.split('&').map((pair) => {
    const [[name, own] = ['', '']] = new URLSearchParams(pair);
    const value = Object.hasOwn(replacements, name) && replacements[name]?.(own);
    return value ? `${encodeSegment(name)}=${encodeSegment(value)}` : pair;
  });
  return joinUrl({ ...parts, query: pairs.join('&') });
}
