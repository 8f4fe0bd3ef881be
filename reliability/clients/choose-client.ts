import { PROVIDERS, type ProviderName } from '../platforms.ts';
import type { CreateClient } from './client.ts';

/** What a developer would use instead of Parley: each is a file of this folder. */
export const PEER_NAMES = [
  'partysocket',
  'reconnecting-websocket',
  'react-use-websocket',
  'nlx-chat-core',
  'tutorial-hook',
] as const;

/** What such a file exports. */
export interface ClientModule {
  readonly createClient: CreateClient;
  /** The platforms it can speak to. @default all of them */
  readonly providers?: readonly ProviderName[] | undefined;
}

interface Loaded extends ClientModule {
  readonly providers: readonly ProviderName[];
}

/** Which client the run is about. @default 'parley' */
export const clientName = (): string => process.env['RELIABILITY_CLIENT'] ?? 'parley';

/** The client that the run is about. */
export async function chooseClient(name = clientName()): Promise<Loaded> {
  // The names are those of the files beside this one, each of which is such a module.
  const { providers, ...client } = (await import(
    /* @vite-ignore */ `./${name}.ts`
  )) as ClientModule;
  return { ...client, providers: providers ?? PROVIDERS };
}
