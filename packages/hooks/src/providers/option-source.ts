import type { Source } from '../connection/credential.ts';
import { urlProblem } from './endpoint-url.ts';
import type { CredentialSources, Provider } from './provider.ts';

/** A value that is known without asking: functions are asked per dial and are not compared. */
export function staticText(source: Source<string> | undefined): string | undefined {
  return typeof source === 'string' && source !== '' ? source : undefined;
}

/** The names whose value is missing, in words; undefined when none is. */
export function namesOfMissing(given: Readonly<Record<string, unknown>>): string | undefined {
  const names = Object.keys(given).filter((name) => !given[name]);
  return names.join(', ') || undefined;
}

/**
 * What of a provider follows from how its platform is reached. `names` are the parts of its identity, which
 * have to be known, and `how` is what else dials anew when it changes.
 */
export function reach(
  { apiKey, url, headers }: CredentialSources,
  transport: 'websocket' | 'http',
  names: Readonly<Record<string, unknown>>,
  how: string | undefined,
): Pick<Provider, 'credentials' | 'destination' | 'incomplete'> {
  const address = staticText(url);
  return {
    credentials: { apiKey, url, headers },
    destination: [staticText(apiKey), address, how],
    incomplete:
      namesOfMissing({ ...names, 'apiKey or url': apiKey || url }) ??
      urlProblem(address, transport),
  };
}
