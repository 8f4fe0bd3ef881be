import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { HttpTarget, SocketTarget } from '../connection/connection.ts';
import { clearTextProblem } from '../providers/clear-text.ts';
import { compose } from './compose.ts';
import type { SessionCore } from './session-core.ts';

/** Node has none of its own before version 22. */
const NO_WEBSOCKET = createChatError('unsupported', 'There is no WebSocket here.', {
  fix: 'Give one: `runtime: { WebSocket }`, with the constructor of the package ws.',
});

/** Where to dial: prepares the session first when one is due, then asks for credentials. */
export async function resolveTarget(
  core: SessionCore,
  refresh: boolean,
): Promise<SocketTarget | HttpTarget> {
  const { epoch, connection } = core;
  if (!core.isHttp && core.runtime.WebSocket === undefined) {
    stopAt(NO_WEBSOCKET);
  }
  await ensureSession(core);
  if (connection?.status().status === 'closed') {
    throw new Error('The connection was closed before it was dialled.');
  }
  const credentials = await core.credentials(refresh);
  if (core.epoch !== epoch) {
    throw new Error('The session was replaced while it was being dialled.');
  }
  const target = core.provider.connect(core.facts(), credentials);
  stopAt(clearTextProblem(target.url));
  return target;
}

/** Not to be tried again: ends the attempt with this error, if it is one. */
function stopAt(cause: ChatError | undefined): void {
  if (cause) {
    throw new Error(cause.message, { cause });
  }
}

/** Prepares the session that is due, once for everybody who waits for it. Rejects when the provider does. */
export async function ensureSession(core: SessionCore): Promise<void> {
  const { needs, preparing } = core;
  if (needs && !preparing) {
    const flight = prepareSession(core, needs).finally(() => {
      // By now it may be another session that is being prepared.
      core.preparing = core.preparing === flight ? undefined : core.preparing;
    });
    core.preparing = flight;
  }
  await core.preparing;
}

async function prepareSession(core: SessionCore, reason: 'start' | 'renew'): Promise<void> {
  const { epoch, provider } = core;
  const prepared = await provider.prepare?.(core.facts(), reason);
  if (core.epoch !== epoch || core.needs === undefined) {
    return;
  }
  const { session = core.state.session, messages = [], suggestions = [], isNew } = prepared ?? {};
  core.needs = undefined;
  core.dispatch({ type: 'session-prepare', session, messages, suggestions });
  if (provider.opening && (isNew ?? session.id === undefined)) {
    compose(core, provider.opening, undefined, 'first');
  }
}
