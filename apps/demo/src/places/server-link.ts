import type { Faults } from '@parley/simulators/browser';

import type { Doors } from '../network/network.ts';
import type { Address } from './addresses.ts';
import type { SimulatorLink } from './simulator-link.ts';

/** How long a local server may take to show that it is there. */
const PATIENCE_MS = 2000;

/** The browser's own ways out. */
export const BROWSER_DOORS: Doors = {
  WebSocket: globalThis.WebSocket,
  fetch: (input, init) => globalThis.fetch(input, init),
};

/** A simulator that runs as a server, and is told what to break over HTTP. */
export function serverLink(address: Address): SimulatorLink {
  const call = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> =>
    callSwitch(address, method, path, body);
  return {
    ...address,
    where: 'server',
    doors: BROWSER_DOORS,
    faults: async () => readFaults(await call('GET', 'faults')),
    setFaults: async (change) => readFaults(await call('POST', 'faults', change)),
    async drop(how) {
      const answer = await call('POST', 'drop', { how });
      const dropped: unknown = Reflect.get(Object(answer), 'dropped');
      return typeof dropped === 'number' ? dropped : 0;
    },
  };
}

/** Whether a simulator answers at this address. */
export async function isServerThere(address: Address): Promise<boolean> {
  try {
    await callSwitch(address, 'GET', 'faults');
    return true;
  } catch {
    return false;
  }
}

async function callSwitch(
  { restUrl }: Address,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(new URL(`/__simulator/${path}`, restUrl), {
    method,
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) {
    throw new Error(`The simulator refused this (${response.status}).`);
  }
  return response.json();
}

function readFaults(answer: unknown): Partial<Faults> {
  // The simulator of this same repository answers with its whole set of faults.
  return typeof answer === 'object' && answer !== null ? answer : {};
}
