import { useCallback, useEffect, useState } from 'react';

import type { Addresses, Service } from './addresses.ts';
import { pageLink } from './page-link.ts';
import { isServerThere, serverLink } from './server-link.ts';
import type { SimulatorLink } from './simulator-link.ts';

/** What is known of the local servers. `absent`: not looked for either, because the page is not local. */
export type Servers = 'looking' | 'absent' | Readonly<Record<Service, boolean>>;

export interface Places {
  readonly servers: Servers;
  /** The simulator of a service: the local server's where it answers and nothing else is asked for. */
  link(service: Service, isInPage: boolean): SimulatorLink | undefined;
}

const SERVICES: readonly Service[] = ['nlx', 'lexicon', 'aui'];

/** Looks for the local simulators once, and makes links to them and to those inside the page. */
export function usePlaces(addresses: Addresses | undefined): Places {
  const [servers, setServers] = useState<Servers>(addresses ? 'looking' : 'absent');
  const [links] = useState(() => new Map<string, SimulatorLink>());

  useEffect(() => {
    if (!addresses) {
      return;
    }
    let isCurrent = true;
    void findServers(addresses).then((found) => {
      if (isCurrent) {
        setServers(found);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [addresses]);

  const link = useCallback(
    (service: Service, isInPage: boolean) => {
      if (servers === 'looking' && !isInPage) {
        return undefined;
      }
      const isServer = !isInPage && typeof servers === 'object' && servers[service];
      const key = `${service} ${isServer ? 'server' : 'page'}`;
      const known = links.get(key);
      if (known) {
        return known;
      }
      const made = isServer && addresses ? serverLink(addresses[service]) : pageLink(service);
      links.set(key, made);
      return made;
    },
    [addresses, links, servers],
  );

  return { servers, link };
}

async function findServers(addresses: Addresses): Promise<Servers> {
  const answers = await Promise.all(SERVICES.map((service) => isServerThere(addresses[service])));
  const [nlx = false, lexicon = false, aui = false] = answers;
  return { nlx, lexicon, aui };
}
