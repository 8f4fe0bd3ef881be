import type { ChatError } from '../chat/chat-error.ts';
import type { HttpTarget, SocketTarget } from '../connection/connection.ts';
import { compose } from './compose.ts';
import type { SessionCore } from './session-core.ts';

/** Which session a dial is for, and whether it is still to be made. */
export interface SessionLife {
  /** What the next dial has to prepare; undefined when the session stands. */
  needs: 'start' | 'renew' | undefined;
  /** Counts sessions: what was begun for an earlier one is dropped. */
  epoch: number;
  /** Somebody asked to connect: what was missing then may come with the next options. */
  wantsConnection: boolean;
  /** What `setContext` was given last. */
  context?: Readonly<Record<string, unknown>> | undefined;
  lastError?: ChatError | undefined;
}

/** Where to dial: prepares the session first when one is due, then asks for credentials. */
export async function resolveTarget(
  core: SessionCore,
  life: SessionLife,
  refresh: boolean,
): Promise<SocketTarget | HttpTarget> {
  if (life.needs !== undefined) {
    await prepareSession(core, life, life.needs);
  }
  const { epoch } = life;
  const credentials = await core.credentials(refresh);
  if (life.epoch !== epoch) {
    throw new Error('The session was replaced while it was being dialled.');
  }
  return core.provider().connect(core.facts(), credentials);
}

async function prepareSession(
  core: SessionCore,
  life: SessionLife,
  reason: 'start' | 'renew',
): Promise<void> {
  const { epoch } = life;
  const provider = core.provider();
  const { session, messages, suggestions, isNew } = (await provider.prepare?.(
    core.facts(),
    reason,
  )) ?? { session: core.conversation().state.session };
  if (life.epoch !== epoch || life.needs === undefined) {
    return;
  }
  life.needs = undefined;
  core.dispatch({
    type: 'session-prepare',
    session,
    messages: messages ?? [],
    suggestions: suggestions ?? [],
  });
  if (provider.opening && (isNew ?? session.id === undefined)) {
    compose(core, provider.opening, undefined, 'first');
  }
}
