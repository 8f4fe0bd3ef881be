import type { ChatAction } from '../chat/chat-action.ts';
import type { ChatError } from '../chat/chat-error.ts';
import type { ChatState } from '../chat/chat-state.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { ReadonlyStore } from '../chat.ts';
import type { Connection } from '../connection/connection.ts';
import { createRuntime } from '../connection/default-runtime.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { Credentials, Provider, SessionFacts, UserAct } from '../providers/provider.ts';
import type { ChatHandlers, CommonOptions } from './chat-options.ts';
import { createChatStore } from './chat-store.ts';
import type { SessionLife } from './prepare-session.ts';
import { createReadCredentials } from './read-credentials.ts';
import { redactAction, redactText, secretsOf } from './redact-error.ts';
import { createTimers, type Timers } from './timers.ts';

/** What a session may be waiting for; each has one timer. */
export type SessionTimer = 'pump' | 'deadline' | 'age' | 'follow-up';

type Tell = <Name extends keyof ChatHandlers>(
  name: Name,
  told: Parameters<NonNullable<ChatHandlers[Name]>>[0],
) => void;

/** What the parts of a session share. */
export interface SessionCore {
  readonly runtime: Runtime;
  readonly timers: Timers<SessionTimer>;
  readonly store: ReadonlyStore<ChatState>;
  provider(): Provider;
  options(): CommonOptions;
  connection(): Connection | undefined;
  conversation(): Conversation<UserAct>;
  dispatch(action: ChatAction<UserAct>): void;
  /** However many steps it takes, the store tells of it once. */
  batch(run: () => void): void;
  facts(): SessionFacts;
  /** As the sources give them now; the last ones where they are still good. Rejects when a source does. */
  credentials(refresh: boolean): Promise<Credentials>;
  /** Nobody waits for credentials any more. */
  stopAsking(): void;
  /** The last error event read from the live connection. */
  setLastError(error: ChatError | undefined): void;
  /** The session is over: says so, and has the next dial prepare another. */
  expire(): void;
  /** A human has the conversation, or was asked to take it: a new connection could lose them. */
  isHuman(): boolean;
  /** Whether a session is still to be prepared. */
  needsSession(): boolean;
  /** Whether the session's time is over. */
  isExpired(): boolean;
  /** Counts sessions: what was begun in an earlier one does not belong to this one. */
  epoch(): number;
  /** Tells the application of something that was skipped or is worth knowing. */
  report(reason: string): void;
  /** Tells the application, and survives what it throws. */
  readonly tell: Tell;
}

/** A close within this long after an error frame, in milliseconds, is the same error. */
const ERROR_MS = 2000;

/** What a session holds that its keepers may replace. */
export interface CurrentOptions {
  provider: Provider;
  options: CommonOptions;
}

export function createCore(
  current: CurrentOptions,
  life: SessionLife,
  listeners: ReadonlySet<() => ChatHandlers>,
  wiring: {
    readonly connection: () => Connection | undefined;
    readonly onStep: (after: Conversation<UserAct>, before: Conversation<UserAct>) => void;
  },
): SessionCore {
  const runtime = createRuntime(current.options.runtime);
  const reader = createReadCredentials(runtime.clock);
  const secrets = new Set<string>();
  const { store, conversation, dispatch, batch } = createChatStore(
    { ...current.options, capabilities: current.provider.capabilities },
    () => ({ now: runtime.clock.now(), createId: runtime.createId }),
    wiring.onStep,
    () => runtime.logger('error', 'subscriber-threw'),
  );

  const tell = createTell(listeners, runtime);

  return {
    runtime,
    timers: createTimers<SessionTimer>(runtime.clock),
    store,
    provider: () => current.provider,
    options: () => current.options,
    connection: wiring.connection,
    conversation,
    dispatch: (action) => dispatch(redactAction(action, secrets)),
    batch,
    facts: () => factsOf(conversation(), life, runtime.clock.now()),
    stopAsking: reader.stop,
    async credentials(refresh) {
      const values = await reader.read(current.provider.credentials, refresh);
      secretsOf(values).forEach((secret) => secrets.add(secret));
      return values;
    },
    setLastError(error) {
      life.lastError = error && { error, at: runtime.clock.now() };
    },
    expire() {
      life.needs = 'renew';
      dispatch({ type: 'event', event: { type: 'session-expire' } });
    },
    isHuman: () => ['agent', 'requested'].includes(conversation().state.handoff),
    needsSession: () => life.needs !== undefined,
    isExpired: () => (conversation().state.session.expiresAt ?? Infinity) <= runtime.clock.now(),
    epoch: () => life.epoch,
    report(text) {
      const event = { provider: current.provider.name, reason: redactText(text, secrets) };
      tell('onProtocolEvent', event);
      runtime.logger('warn', 'protocol-event', { provider: event.provider });
    },
    tell,
  };
}

function factsOf(
  { state, drafts, outbox }: Conversation<UserAct>,
  { lastError, context }: SessionLife,
  now: number,
): SessionFacts {
  return {
    session: state.session,
    handoff: state.handoff,
    now,
    streaming: drafts.length > 0,
    turnOpen: outbox.open.length > 0,
    lastError: lastError && now - lastError.at <= ERROR_MS ? lastError.error : undefined,
    context,
  };
}

/** A handler that throws harms nobody, nor the handlers after it. */
function createTell(listeners: ReadonlySet<() => ChatHandlers>, { logger }: Runtime): Tell {
  return (name, told) => {
    for (const handlers of [...listeners]) {
      try {
        // What is told is what the handler of that name takes.
        (handlers()[name] as ((value: typeof told) => void) | undefined)?.(told);
      } catch {
        logger('error', 'handler-threw');
      }
    }
  };
}
