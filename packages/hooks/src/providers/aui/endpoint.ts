import type { SocketTarget } from '../../connection/connection.ts';
import { encodeSegment, extendUrl, type QueryParameters, toSocketUrl } from '../endpoint-url.ts';
import type { Credentials } from '../provider.ts';

/** Where the network is hosted. */
export type AuiRegion = 'gcp' | 'azure';

/** The vendor's hosts, as its documentation lists them: the part before `/api/v1`. */
export const AUI_REST_URLS: Readonly<Record<AuiRegion, string>> = {
  gcp: 'https://data-services.aui.io/api/ia-controller',
  azure: 'https://azure.aui.io/api/ia-controller',
};

/** Where a task's socket goes. The key goes to the configured host and to no other. */
export function auiSocketTarget(region: AuiRegion, credentials: Credentials): SocketTarget {
  const endpoint = credentials.url ?? `${AUI_REST_URLS[region]}/api/v1/external/session`;
  return {
    kind: 'socket',
    url: extendUrl(toSocketUrl(endpoint), '', { network_api_key: credentials.apiKey || undefined }),
    headers: credentials.headers,
  };
}

/** `path` in words, each of which is encoded. */
export function auiRestUrl(
  restUrl: string,
  path: readonly string[],
  query?: QueryParameters,
): string {
  return extendUrl(restUrl, `/api/v1/external/${path.map(encodeSegment).join('/')}`, query);
}

export function auiRestHeaders(credentials: Credentials): Readonly<Record<string, string>> {
  const { apiKey, headers } = credentials;
  return { ...headers, ...(apiKey && { 'x-network-api-key': apiKey }) };
}
