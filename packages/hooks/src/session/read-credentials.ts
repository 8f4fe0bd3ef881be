import type { Source } from '../connection/credential.ts';
import { createCredentialReader, type CredentialReader } from '../connection/credentials.ts';
import type { Clock } from '../connection/runtime.ts';
import type { Credentials, CredentialSources } from '../providers/provider.ts';

/** Reads a provider's credentials; rejects, without a secret in the reason, when a source gives none. */
export type ReadCredentials = (
  sources: CredentialSources,
  refresh: boolean,
) => Promise<Credentials>;

export function createReadCredentials(clock: Clock): ReadCredentials {
  const apiKeys = createCredentialReader<string>(clock);
  const urls = createCredentialReader<string>(clock);
  const headers = createCredentialReader<Readonly<Record<string, string>>>(clock);

  return async (sources, refresh) => {
    const [apiKey, url, extra] = await Promise.all([
      readOne(apiKeys, sources.apiKey, refresh),
      readOne(urls, sources.url, refresh),
      readOne(headers, sources.headers, refresh),
    ]);
    return { apiKey, url, headers: extra };
  };
}

async function readOne<T>(
  reader: CredentialReader<T>,
  source: Source<T> | undefined,
  refresh: boolean,
): Promise<T | undefined> {
  if (source === undefined) {
    return undefined;
  }
  const result = await reader.read(source, { refresh });
  if (!result.ok) {
    throw new Error(`A credential function gave nothing usable (${result.problem}).`);
  }
  return result.value;
}
