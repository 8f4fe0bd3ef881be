import type { ChatError } from '../chat/chat-error.ts';
import { performCall } from './perform-call.ts';
import type { SessionCore } from './session-core.ts';

/**
 * A browser is not told why a handshake was refused. Where the platform's history can be read over HTTP with
 * the same key, this asks there. Only a clear "no" is an error: a server that is down says nothing.
 */
export async function probeKey(core: SessionCore): Promise<ChatError | undefined> {
  const call = core.provider().calls?.history;
  if (!call) {
    return undefined;
  }
  try {
    const request = { loaded: 0, limit: 1 };
    const credentials = await core.credentials(false);
    const page = await performCall(call, request, core.facts(), credentials, core.runtime);
    return !page.ok && page.error.code === 'unauthorized' ? page.error : undefined;
  } catch {
    return undefined;
  }
}
