/** A platform that a simulator stands in for. Two of the hooks speak to the same one. */
export type Service = 'nlx' | 'lexicon' | 'aui';

/** Where a simulator listens. */
export interface Address {
  /** The WebSocket endpoint. */
  readonly url: string;
  /** The base of the REST calls. */
  readonly restUrl: string;
}

export type Addresses = Readonly<Record<Service, Address>>;

/** Where the simulators of this repository listen unless told otherwise. */
const USUAL: Addresses = {
  nlx: { url: 'ws://localhost:8010', restUrl: 'http://localhost:8010' },
  lexicon: { url: 'ws://localhost:8000/ws/chat', restUrl: 'http://localhost:8000' },
  aui: {
    url: 'ws://localhost:8020/api/ia-controller/api/v1/external/session',
    restUrl: 'http://localhost:8020/api/ia-controller',
  },
};

/** The usual addresses, with those of the start script over them: it says where a port was taken. */
export function readAddresses(variables: Readonly<Record<string, unknown>>): Addresses {
  const read = (service: Service): Address => {
    const name = `VITE_${service.toUpperCase()}`;
    const usual = USUAL[service];
    return {
      url: textOr(variables[`${name}_URL`], usual.url),
      restUrl: textOr(variables[`${name}_REST_URL`], usual.restUrl),
    };
  };
  return { nlx: read('nlx'), lexicon: read('lexicon'), aui: read('aui') };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/**
 * Whether a page may look for servers on its visitor's machine: only one that comes from there. A public site
 * that knocked on local ports would be rude, and browsers ask the visitor about it.
 */
export function isLocalPage(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) || hostname.endsWith('.localhost');
}
