import type { HttpTarget, SocketTarget } from '../../connection/connection.ts';
import { decodeText, encodeSegment, extendUrl, splitQuery, toSocketUrl } from '../endpoint-url.ts';
import { staticText } from '../option-source.ts';
import type { JsonRecord } from '../json-value.ts';
import type { Credentials, SessionFacts } from '../provider.ts';
import { DEFAULT_LANGUAGE, inLanguage, splitLanguage } from './language.ts';
import type { NlxOptions } from './nlx-options.ts';

const SOCKET_URL = 'wss://us-east-1-ws.apps.nlx.ai';
const REST_ORIGIN = 'https://apps.nlx.ai';

interface Address {
  /** Scheme and host; empty for a path alone. */
  readonly origin: string;
  /** Up to its last word. */
  readonly path: string;
  readonly last: string;
  /** With its mark, where there is one. */
  readonly query: string;
}

function splitUrl(url: string): Address {
  const [, origin = '', path = '', last = '', query = ''] =
    /^([a-z][a-z\d+.-]*:\/\/[^/?#]*)?([^?#]*?)([^/?#]*)\/*(\?[^#]*)?(?:#.*)?$/isu.exec(url) ?? [];
  return { origin, path, last: decodeText(last), query };
}

/** The language that the options settle, before a default; an address that a function gives is not asked. */
function knownLanguage({ url, languageCode, channelKey = '' }: NlxOptions): string | undefined {
  const { last, query } = splitUrl(staticText(url) ?? '');
  return (
    languageCode ||
    splitLanguage(channelKey).language ||
    splitLanguage(new URLSearchParams(query).get('channelKey') ?? last).language
  );
}

/** The language in bodies. Undefined where the address may say another: then the address decides alone. */
export function bodyLanguage(options: NlxOptions): string | undefined {
  return knownLanguage(options) ?? (options.url === undefined ? DEFAULT_LANGUAGE : undefined);
}

/** Whose words these are, as every request says it. */
export function identity(options: NlxOptions, { session }: SessionFacts): JsonRecord {
  return {
    languageCode: bodyLanguage(options),
    conversationId: session.id,
    userId: session.userId ?? options.userId,
  };
}

/** The REST endpoint of an origin, of an endpoint without its language, or of a whole endpoint. */
export function restEndpoint(options: NlxOptions, url: string | undefined): string {
  const { deploymentKey = '', channelKey = '', languageCode } = options;
  const address = url || REST_ORIGIN;
  const { origin, path, last, query } = splitUrl(address);
  const { language } = splitLanguage(last);
  // A path that is no endpoint of the vendor's shape is a relay's: it is whole as it stands.
  const isWhole = language
    ? !languageCode || language === languageCode
    : last !== splitLanguage(channelKey).key && !/\/c\/[^/]+\/$/u.test(path);
  if (last && isWhole) {
    return address;
  }
  const key = inLanguage(last || channelKey, knownLanguage(options) ?? DEFAULT_LANGUAGE);
  const base = last ? path : `/c/${encodeSegment(deploymentKey)}/`;
  return origin + base + encodeSegment(key) + query;
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
  const { base, query } = splitQuery(toSocketUrl(credentials.url || SOCKET_URL));
  // The conversation goes on where it is, whatever an address still says of an earlier one.
  const pairs = query.split('&').map((pair) => {
    const [[name, own] = ['', '']] = new URLSearchParams(pair);
    const value =
      name === 'conversationId'
        ? conversationId
        : languageCode &&
          (name === 'channelKey'
            ? inLanguage(own, languageCode)
            : name === 'languageCode' && languageCode);
    return value ? `${name}=${encodeSegment(value)}` : pair;
  });
  return {
    kind: 'socket',
    url: extendUrl(`${base}?${pairs.join('&')}`, '', {
      deploymentKey,
      channelKey: inLanguage(channelKey, language),
      apiKey: credentials.apiKey || undefined,
      languageCode: language,
      conversationId,
    }),
    headers: credentials.headers,
  };
}
