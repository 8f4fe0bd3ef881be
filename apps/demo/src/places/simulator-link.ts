import type { Drop, Faults } from '@parley/simulators/browser';

import type { Doors } from '../network/network.ts';
import type { Address } from './addresses.ts';

/** A running simulator, wherever it runs: where to reach it, how, and its switches. */
export interface SimulatorLink extends Address {
  readonly where: 'server' | 'page';
  readonly doors: Doors;
  /** The faults it has now. */
  faults(): Promise<Partial<Faults>>;
  /** Changes faults and returns them all. */
  setFaults(change: Partial<Faults>): Promise<Partial<Faults>>;
  /** Ends every open socket. Returns how many there were. */
  drop(how: Drop): Promise<number>;
}
