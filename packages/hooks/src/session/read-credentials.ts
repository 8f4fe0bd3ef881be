import { createCredentialReader } from '../connection/credentials.ts';
import type { Clock } from '../connection/runtime.ts';
import type { Credentials, CredentialSources } from '../providers/provider.ts';

/** Reads a provider's credentials; rejects with what a source threw, or when it gives none in time. */
export type ReadCredentials = (
  sources: CredentialSources,
  refresh: boolean,
) => Promise<Credentials>;

interface CredentialValues {
  apiKey: string;
  url: string;
  headers: Readonly<Record<string, string>>;
}

export function createReadCredentials(clock: Clock): ReadCredentials {
  return createCredentialReader<CredentialValues>(clock);
}
