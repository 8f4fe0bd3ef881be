import {
  createBrowserAui,
  createBrowserLexicon,
  createBrowserNlx,
  type BrowserSimulator,
} from '@parley/simulators/browser';

import type { Service } from './addresses.ts';
import type { SimulatorLink } from './simulator-link.ts';

/** The keys that the settings are filled with. Any other is wrong here, as it would be on the platform. */
const NLX_KEYS = [{ deploymentKey: 'demo', channelKey: 'demo', apiKey: 'demo' }];

const CREATE: Readonly<Record<Service, (host: string) => BrowserSimulator>> = {
  nlx: (host) => createBrowserNlx({ host, credentials: NLX_KEYS }),
  lexicon: (host) => createBrowserLexicon({ host }),
  aui: (host) => createBrowserAui({ host }),
};

/** A simulator inside this page: no server, no network. */
export function pageLink(service: Service): SimulatorLink {
  const simulator = CREATE[service](`${service}.simulator.invalid`);
  return {
    where: 'page',
    url: simulator.url,
    restUrl: simulator.restUrl,
    doors: {
      WebSocket: simulator.WebSocket,
      fetch: simulator.fetch,
    },
    faults: () => Promise.resolve(simulator.faults),
    setFaults(change) {
      simulator.setFaults(change);
      return Promise.resolve(simulator.faults);
    },
    drop(how) {
      const { connections } = simulator;
      simulator.drop(how);
      return Promise.resolve(connections);
    },
  };
}
