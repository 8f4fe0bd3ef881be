import { createCredentialReader, type CredentialReader } from '../connection/credentials.ts';
import type { Clock } from '../connection/runtime.ts';

interface CredentialValues {
  apiKey: string;
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** Reads a provider's credentials. */
export function createReadCredentials(clock: Clock): CredentialReader<CredentialValues> {
  return createCredentialReader<CredentialValues>(clock);
}
