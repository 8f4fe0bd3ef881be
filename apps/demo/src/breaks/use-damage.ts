import type { Faults } from '@parley/simulators/browser';
import { useEffect, useState, useSyncExternalStore } from 'react';

import type { Damage, Tools } from './break.ts';

/** What is broken now: the page's own switch, and the simulator's faults as it tells them. */
export function useDamage({
  link,
  network,
}: Omit<Tools, 'chat'>): Damage & { refresh(): Promise<void> } {
  const isOffline = useSyncExternalStore(network.subscribe, network.isOffline, network.isOffline);
  const [known, setKnown] = useState<{ of: typeof link; faults: Partial<Faults> }>();

  // A server keeps its faults when the page is loaded anew.
  useEffect(() => {
    let isCurrent = true;
    void readFaults(link).then((faults) => {
      if (isCurrent) {
        setKnown({ of: link, faults });
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [link]);

  return {
    isOffline,
    faults: known?.of === link ? (known?.faults ?? {}) : {},
    refresh: async () => setKnown({ of: link, faults: await readFaults(link) }),
  };
}

async function readFaults(link: Tools['link']): Promise<Partial<Faults>> {
  try {
    return (await link?.faults()) ?? {};
  } catch {
    return {};
  }
}
