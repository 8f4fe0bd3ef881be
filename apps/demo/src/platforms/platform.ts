import type { Address, Service } from '../places/addresses.ts';

export type PlatformId = 'nlx-socket' | 'nlx-chat' | 'lexicon' | 'aui';

/** What a person fills in, by the field's name. Kept in memory only. */
export type Values = Readonly<Record<string, string>>;

/** One field of the settings. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** A secret is not shown and never offered to be remembered. */
  readonly kind: 'text' | 'secret' | 'address';
  /** What the simulator takes. */
  readonly simulated: string | ((address: Address) => string);
  /** Shown while empty, with the real platform. */
  readonly example?: string | undefined;
}

/** One of the four hooks, as the demo shows it. */
export interface Platform {
  readonly id: PlatformId;
  readonly hook: string;
  readonly name: string;
  readonly summary: string;
  readonly service: Service;
  readonly transport: 'socket' | 'http';
  readonly fields: readonly Field[];
  /** What to say to see what the simulator can send. */
  readonly topics: readonly string[];
}

/** The values that fit the simulator at this address; with no address, empty ones for the real platform. */
export function initialValues(platform: Platform, address: Address | undefined): Values {
  return Object.fromEntries(
    platform.fields.map(({ name, simulated }) => [name, address ? fill(simulated, address) : '']),
  );
}

function fill(simulated: Field['simulated'], address: Address): string {
  return typeof simulated === 'string' ? simulated : simulated(address);
}
