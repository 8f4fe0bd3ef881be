import type { ChatError } from '../chat/chat-error.ts';
import type { CloseFacts } from '../connection/connection.ts';
import type { SessionCore } from './session-core.ts';

/** Refused handshakes in a row after which one asks; and once more, when fresh credentials were refused too. */
const ASK_AT: ReadonlySet<number> = new Set([3, 4]);

/**
 * A browser is not told why a handshake was refused. Where the platform's history can be read over HTTP with
 * the same key, this asks there. Only a clear "no" is an error: a server that is down says nothing.
 */
export async function probeKey(
  core: SessionCore,
  { observed, http, failuresBeforeOpen }: CloseFacts,
): Promise<ChatError | undefined> {
  const call = core.provider().calls?.history;
  if (!call || observed !== 'before-open' || http || !ASK_AT.has(failuresBeforeOpen)) {
    return undefined;
  }
  try {
    const { performCall } = await import('./perform-call.ts');
    const request = { loaded: 0, limit: 1 };
    const credentials = await core.credentials(false);
    const page = await performCall(call, request, core.facts(), credentials, core.runtime);
    return !page.ok && page.error.code === 'unauthorized' ? page.error : undefined;
  } catch {
    return undefined;
  }
}
