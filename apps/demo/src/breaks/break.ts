import type { Chat } from '@parley/hooks';
import type { Faults } from '@parley/simulators/browser';

import type { Network } from '../network/network.ts';
import type { SimulatorLink } from '../places/simulator-link.ts';

/** What a break can reach: the chat, the page's own network, the simulator where one answers. */
export interface Tools {
  readonly chat: Pick<Chat, 'reconnect' | 'store'>;
  readonly network: Network;
  readonly link: SimulatorLink | undefined;
}

/** What is broken at the moment. */
export interface Damage {
  readonly isOffline: boolean;
  readonly faults: Partial<Faults>;
}

/** What of the chat decides which breaks make sense. */
export interface Suits {
  readonly transport: 'socket' | 'http';
  readonly acknowledges: boolean;
}

interface BreakBase {
  readonly id: string;
  readonly label: string;
  /** What it does and what to look for, before it is done. */
  readonly what: string;
  /** Absent: every chat. */
  readonly suits?: ((chat: Suits) => boolean) | undefined;
}

/** Something that happens once. */
export interface OneOff extends BreakBase {
  readonly kind: 'once';
  /** The button's word: the first of the label. */
  readonly verb: string;
  /** Whether it works without a simulator. */
  readonly isOurs?: boolean | undefined;
  /** Does it and says in words what has happened. */
  readonly run: (tools: Tools) => Promise<string>;
}

/** Something that lasts until it is put right. */
export interface Lasting extends BreakBase {
  readonly kind: 'lasting';
  readonly isOurs?: boolean | undefined;
  readonly isOn: (damage: Damage) => boolean;
  readonly set: (tools: Tools, isOn: boolean) => Promise<string>;
}

export type Break = OneOff | Lasting;

/** Changes the simulator's faults. Without a simulator there is nothing to change. */
export async function change(
  { link }: Tools,
  faults: Partial<Faults>,
  isAlsoCut = false,
): Promise<void> {
  await link?.setFaults(faults);
  if (isAlsoCut) {
    await link?.drop('terminate');
  }
}
