import { createChatError } from '../chat/chat-error.ts';
import type { Connection } from '../connection/connection.ts';
import { performCall } from './perform-call.ts';
import type { SessionCore } from './session-core.ts';

const OVER = createChatError('aborted', 'The attempt was over before its key was asked about.');

/**
 * A browser is not told why a handshake was refused. Where the platform's history can be read over HTTP with
 * the same key, this asks there. Only a clear "no" ends the attempt: a server that is down says nothing.
 * Nothing is asked, and nothing follows, once the session of this `epoch` or its connection is over. Rejects with what
 * a credential function threw.
 */
export async function probeKey(
  core: SessionCore,
  connection: Connection,
  epoch: number,
): Promise<void> {
  const isOver = (): boolean =>
    core.epoch !== epoch ||
    core.connection !== connection ||
    // What is ready by now has an answer of its own.
    ['closed', 'ready'].includes(connection.status().status);

  const call = core.provider.calls?.history;
  if (!call || isOver()) {
    return;
  }
  // The key may have come too late: this is the last moment before it is used.
  const build: typeof call.build = (...given) =>
    isOver() ? { error: OVER } : call.build(...given);
  const page = await performCall(core, { ...call, build }, { loaded: 0, limit: 1 });
  if (!page.ok && page.error.code === 'unauthorized' && !isOver()) {
    connection.fail('auth', page.error);
  }
}
