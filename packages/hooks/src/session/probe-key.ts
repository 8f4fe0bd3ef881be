import type { Connection } from '../connection/connection.ts';
import { performCall } from './perform-call.ts';
import type { SessionCore } from './session-core.ts';

/**
 * A browser is not told why a handshake was refused. Where the platform's history can be read over HTTP with
 * the same key, this asks there. Only a clear "no" ends the attempt: a server that is down says nothing.
 * Rejects with what a credential function threw.
 */
export async function probeKey(core: SessionCore, connection: Connection): Promise<void> {
  const call = core.provider.calls?.history;
  const page = call && (await performCall(core, call, { loaded: 0, limit: 1 }));
  const isRefused = page?.ok === false && page.error.code === 'unauthorized';
  // What is ready by now has an answer of its own.
  if (isRefused && connection.status().status !== 'ready') {
    connection.fail('auth', page.error);
  }
}
