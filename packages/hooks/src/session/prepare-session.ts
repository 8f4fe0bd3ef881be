import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { HttpTarget, SocketTarget } from '../connection/connection.ts';
import { clearTextProblem } from '../providers/clear-text.ts';
import { IN_TIME_MS, inTime } from '../providers/in-time.ts';
import type { PreparedSession } from '../providers/provider.ts';
import { compose } from './compose.ts';
import type { Preparation, SessionCore } from './session-core.ts';

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

/**
 * Prepares the session that is due, once for everybody who waits for it. Rejects when the provider does or takes too
 * long, and when the chat is left.
 */
export async function ensureSession(core: SessionCore): Promise<void> {
  const { needs, leaving, runtime } = core;
  const now = core.now();
  const isLate = core.preparing && core.preparing.untilMs <= now;
  const preparing = isLate || !core.preparing ? needs && prepare(core, needs) : core.preparing;
  if (!preparing) {
    return;
  }
  // A clock may be set back.
  const leftMs = Math.min(IN_TIME_MS, preparing.untilMs - now);
  try {
    await inTime(runtime.clock, leftMs, [leaving.signal], () => preparing.done);
  } finally {
    // Whoever left may come back and find it under way.
    if (core.preparing === preparing && !leaving.signal.aborted) {
      core.preparing = undefined;
    }
  }
}

function prepare(core: SessionCore, reason: 'start' | 'renew'): Preparation {
  const { provider } = core;
  const isCurrent = (): boolean => core.preparing === preparation;
  async function run(): Promise<void> {
    try {
      const prepared = await provider.prepare?.(core.facts(), reason);
      // What comes when nobody waits for it any more is of no conversation.
      if (isCurrent()) {
        begin(core, prepared);
      }
    } finally {
      core.preparing = isCurrent() ? undefined : core.preparing;
    }
  }
  const preparation = {
    untilMs: core.now() + IN_TIME_MS,
    done: Promise.resolve().then(run),
  };
  core.preparing = preparation;
  return preparation;
}

function begin(core: SessionCore, prepared: PreparedSession | undefined): void {
  const { session = core.state.session, messages = [], suggestions = [], isNew } = prepared ?? {};
  const { opening } = core.provider;
  core.needs = undefined;
  core.dispatch({ type: 'session-prepare', session, messages, suggestions });
  if (opening && (isNew ?? session.id === undefined)) {
    compose(core, opening, undefined, 'first');
  }
}
