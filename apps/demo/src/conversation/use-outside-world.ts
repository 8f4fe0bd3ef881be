import type { CommonOptions, Deadlines } from '@parley/hooks';
import { useMemo } from 'react';

import { journalHandlers, journalLogger } from '../journal/journal-handlers.ts';
import type { Journal } from '../journal/journal.ts';
import type { Network } from '../network/network.ts';
import { BROWSER_DOORS } from '../places/server-link.ts';
import type { SimulatorLink } from '../places/simulator-link.ts';

/** Shorter than the platforms' own: nobody wants to look at a broken simulator for a minute. */
const SIMULATED_DEADLINES: Deadlines = { acknowledgeMs: 5000, answerMs: 10_000 };

/** What every chat of the demo is given: a network with a switch in it, and a journal that listens. */
export function useOutsideWorld(
  network: Network,
  link: SimulatorLink | undefined,
  journal: Journal,
): CommonOptions {
  return useMemo(
    () => ({
      ...journalHandlers(journal),
      deadlines: link && SIMULATED_DEADLINES,
      runtime: {
        ...network.guard(link?.doors ?? BROWSER_DOORS),
        environment: network.environment,
        logger: journalLogger(journal),
      },
    }),
    [network, link, journal],
  );
}
