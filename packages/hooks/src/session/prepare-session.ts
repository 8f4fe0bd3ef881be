import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { HttpTarget, SocketTarget } from '../connection/connection.ts';
import { clearTextProblem } from '../providers/clear-text.ts';
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
  /** The preparation under way: a second dial waits for it instead of making a second conversation. */
  preparing?: { readonly epoch: number; readonly done: Promise<void> } | undefined;
  /** What `setContext` was given last. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /** The last error read from the live connection, and when: milliseconds since the epoch. */
  lastError?: { readonly error: ChatError; readonly at: number } | undefined;
}

/** Where to dial: prepares the session first when one is due, then asks for credentials. */
export async function resolveTarget(
  core: SessionCore,
  life: SessionLife,
  refresh: boolean,
): Promise<SocketTarget | HttpTarget> {
  const { epoch } = life;
  const connection = core.connection();
  requireWebSocket(core);
  await ensureSession(core, life);
  if (connection?.status().status === 'closed') {
    throw new Error('The connection was closed before it was dialled.');
  }
  const credentials = await core.credentials(refresh);
  if (life.epoch !== epoch) {
    throw new Error('The session was replaced while it was being dialled.');
  }
  const target = core.provider().connect(core.facts(), credentials);
  refuse(clearTextProblem(target.url));
  return target;
}

/** Not to be tried again: ends the attempt with this error, if it is one. */
function refuse(cause: ChatError | undefined): void {
  if (cause) {
    throw new Error(cause.message, { cause });
  }
}

/** Node has none of its own before version 22. */
function requireWebSocket({ runtime, provider }: SessionCore): void {
  if (provider().transport.kind === 'socket' && runtime.WebSocket === undefined) {
    const fix = 'Give one: `runtime: { WebSocket }`, with the constructor of the package ws.';
    refuse(createChatError('unsupported', 'There is no WebSocket here.', { fix }));
  }
}

/** Prepares the session that is due, once for everybody who waits for it. Rejects when the provider does. */
export async function ensureSession(core: SessionCore, life: SessionLife): Promise<void> {
  const { needs, epoch } = life;
  if (needs === undefined) {
    return;
  }
  let flight = life.preparing;
  if (flight?.epoch !== epoch) {
    flight = { epoch, done: prepareSession(core, life, needs) };
    life.preparing = flight;
  }
  try {
    await flight.done;
  } finally {
    if (life.preparing === flight) {
      life.preparing = undefined;
    }
  }
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
