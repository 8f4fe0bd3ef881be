import { type ChatError, createChatError } from '../chat/chat-error.ts';
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
  if (IN_CLEAR.test(target.url)) {
    refuse(
      'The address is not encrypted.',
      'Use wss:// or https://. Without it only this machine is spoken to (localhost, 127.0.0.1, [::1]).',
    );
  }
  return target;
}

/** Everybody on the way could read a key, and what is said. A path alone is as safe as its page. */
const IN_CLEAR =
  /^\s*(ws|http):\/\/(?!(([\w-]+\.)*localhost|127(\.\d+){3}|\[::1\])(:\d*)?([/?#]|$))/iu;

/** Not to be tried again: ends the attempt with these words. */
function refuse(message: string, fix: string): never {
  throw new Error(message, { cause: createChatError('unsupported', message, { fix }) });
}

/** Node has none of its own before version 22. */
function requireWebSocket({ runtime, provider }: SessionCore): void {
  if (provider().transport.kind === 'socket' && runtime.WebSocket === undefined) {
    refuse(
      'There is no WebSocket here.',
      'Give one: `runtime: { WebSocket }`, with the constructor of the package ws.',
    );
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
