import type { NlxCredentials } from './options.ts';

/** A channel key taken apart. */
export interface Channel {
  readonly channelKey: string;
  readonly languageCode: string;
}

const TAGGED = /^(.+?)-([a-z]{2,3}(?:-[A-Z][a-z]{3})?-(?:[A-Z]{2}|\d{3}))$/;

/** Splits `key-en-US`; `undefined` when there is no language at its end. */
export function readChannel(tagged: string): Channel | undefined {
  const [, channelKey, languageCode] = TAGGED.exec(tagged) ?? [];
  return channelKey === undefined || languageCode === undefined
    ? undefined
    : { channelKey, languageCode };
}

/** Whether these keys open the door. A missing key never does. */
export function isAuthorized(
  known: readonly NlxCredentials[] | undefined,
  { deploymentKey, channelKey, apiKey }: NlxCredentials,
): boolean {
  if (apiKey.trim() === '') return false;
  return (
    known === undefined ||
    known.some(
      (entry) =>
        entry.deploymentKey === deploymentKey &&
        entry.channelKey === channelKey &&
        entry.apiKey === apiKey,
    )
  );
}
