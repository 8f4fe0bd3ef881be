import type { ParleyClient } from '../clients/parley.ts';
import type { Scene } from '../scene.ts';

/** The user gives the socket up, and there is another. */
export async function replaceSocket(
  { until, client }: Scene,
  { chat, dials }: ParleyClient,
): Promise<void> {
  const { length } = dials;
  chat.reconnect();
  await until('there is a new socket', () => dials.length > length && client.isReady());
}
