import { createCredentialReader } from '../connection/credentials.ts';
import type { Clock } from '../connection/runtime.ts';
import type { Credentials, CredentialSources } from '../providers/provider.ts';

/** Reads a provider's credentials; rejects, without a secret in the reason, when a source gives none. */
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
  const reader = createCredentialReader<CredentialValues>(clock);

  async function readOne<Name extends keyof CredentialValues>(
    name: Name,
    sources: CredentialSources,
    refresh: boolean,
  ): Promise<CredentialValues[Name] | undefined> {
    // The two types list the same fields; TypeScript does not connect an indexed access over both.
    const source = sources[name] as Parameters<typeof reader.read<Name>>[1] | undefined;
    if (source === undefined) {
      return undefined;
    }
    const result = await reader.read(name, source, { refresh });
    if (!result.ok) {
      throw new Error(`The function that gives ${name} gave nothing usable (${result.problem}).`);
    }
    return result.value;
  }

  return async (sources, refresh) => {
    const [apiKey, url, headers] = await Promise.all([
      readOne('apiKey', sources, refresh),
      readOne('url', sources, refresh),
      readOne('headers', sources, refresh),
    ]);
    return { apiKey, url, headers };
  };
}
