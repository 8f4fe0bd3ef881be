import type { ChatAction } from '../chat/chat-action.ts';
import type { ChatError } from '../chat/chat-error.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { ChatState } from '../chat/chat-state.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Outbox } from '../chat/outbox.ts';
import type { ReadonlyStore } from '../chat.ts';
import type { Connection } from '../connection/connection.ts';
import { createCredentialReader } from '../connection/credentials.ts';
import { createRuntime } from '../connection/default-runtime.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { Credentials, Provider, SessionFacts, UserAct } from '../providers/provider.ts';
import { attempt } from '../connection/attempt.ts';
import type { ChatHandlers, CommonOptions } from './chat-options.ts';
import { createChatStore } from './chat-store.ts';
import { redactAction, redactText, secretsOf } from './redact-error.ts';
import { createTimers, type Timers } from './timers.ts';

/** What a session may be waiting for; each has one timer. */
export type SessionTimer = 'pump' | 'deadline' | 'age' | 'follow-up' | 'poll';

/** A session that is being made or found. It is over by `untilMs`, whatever comes of it. */
export interface Preparation {
  readonly done: Promise<void>;
  readonly untilMs: number;
}

/** What the parts of a session share. */
export interface SessionCore {
  readonly runtime: Runtime;
  readonly timers: Timers<SessionTimer>;
  readonly store: ReadonlyStore<ChatState>;
  /** Handlers of the application, read at every call. */
  readonly listeners: Set<() => ChatHandlers>;
  readonly state: ChatState;
  readonly outbox: Outbox<UserAct>;
  /** Every message is an exchange of its own. */
  readonly isHttp: boolean;
  provider: Provider;
  options: CommonOptions;
  /** Made on the first dial, let go on release. */
  connection: Connection | undefined;
  /** What the next dial has to prepare; undefined when the session stands. */
  needs: 'start' | 'renew' | undefined;
  /** Counts sessions: what was begun in an earlier one does not belong to this one. */
  epoch: number;
  /** Somebody asked to connect: what was missing then may come with the next options. */
  wantsConnection: boolean;
  /** The preparation under way: a second dial waits for it instead of making a second conversation. */
  preparing?: Preparation | undefined;
  /** Aborted, and replaced, when what was begun beside the connection has nobody left to wait for it. */
  leaving: AbortController;
  /** What `setContext` was given last. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
  dispatch(action: ChatAction<UserAct>): void;
  /** Has the conversation take what the wire said. */
  apply(event: ChatEvent): void;
  /** An act, queued or written, comes to nothing. */
  fail(id: string, error: ChatError): void;
  showError(error: ChatError | null): void;
  /** However many steps it takes, the store tells of it once; `later`: with the next step that is told of. */
  batch(run: () => void, later?: boolean): void;
  facts(): SessionFacts;
  /** As the sources give them now; the last ones where they are still good. Rejects when a source does. */
  credentials(refresh?: boolean): Promise<Credentials>;
  /** Leaves, as below, and nobody waits for credentials any more either. */
  stopAsking(): void;
  /** The last error event read from the live connection. */
  setLastError(error: ChatError | undefined): void;
  /** The session is over: says so, and has the next dial prepare another. */
  expire(): void;
  /** A human has the conversation, or was asked to take it: a new connection could lose them. */
  isHuman(): boolean;
  /** Whether the session's time is over. */
  isExpired(): boolean;
  /** Tells the application of something that was skipped or is worth knowing. */
  report(reason: string): void;
  /** Tells the application, and survives what it throws: it harms nobody, nor the handlers after it. */
  tell<Name extends keyof ChatHandlers>(
    name: Name,
    told: Parameters<NonNullable<ChatHandlers[Name]>>[0],
  ): void;
}

/** A close within this long after an error frame, in milliseconds, is the same error. */
const ERROR_MS = 2000;

export function createCore(
  provider: Provider,
  options: CommonOptions,
  onStep: (after: Conversation<UserAct>, before: Conversation<UserAct>) => void,
): SessionCore {
  const runtime = createRuntime(options.runtime);
  const { secrets, read, stop } = createKeyring(runtime);
  const now = (): number => runtime.clock.now();
  const last = createErrorMemory(now);
  const { store, conversation, dispatch, batch } = createChatStore(
    { ...options, capabilities: provider.capabilities },
    () => ({ now: now(), createId: runtime.createId }),
    onStep,
    runtime.logger,
  );

  const core: SessionCore = {
    runtime,
    timers: createTimers<SessionTimer>(runtime.clock),
    store,
    listeners: new Set(),
    get state() {
      return conversation().state;
    },
    get outbox() {
      return conversation().outbox;
    },
    get isHttp() {
      return core.provider.transport.kind === 'http';
    },
    provider,
    options,
    connection: undefined,
    needs: 'start',
    epoch: 0,
    wantsConnection: false,
    leaving: new AbortController(),
    now,
    dispatch: (action) => dispatch(redactAction(action, secrets)),
    apply: (event) => core.dispatch({ type: 'event', event }),
    fail: (id, error) => core.dispatch({ type: 'act-fail', id, error }),
    showError: (error) => core.dispatch({ type: 'error-set', error }),
    batch,
    facts: () => factsOf(core, conversation(), last.recall()),
    credentials: (refresh) => read(core.provider.credentials, refresh),
    stopAsking() {
      stop();
      leave(core);
    },
    setLastError: last.keep,
    expire() {
      core.needs = 'renew';
      core.apply({ type: 'session-expire' });
    },
    isHuman: () => ['agent', 'requested'].includes(core.state.handoff),
    isExpired: () => (core.state.session.expiresAt ?? Infinity) <= now(),
    report: (text) => report(core, redactText(text, secrets)),
    tell: (name, told) => tell(core, name, told),
  };
  return core;
}

/** Ends what was begun beside the connection: nobody waits for it any more. */
export function leave(core: SessionCore): void {
  const { leaving } = core;
  const { history } = core.state;
  core.leaving = new AbortController();
  leaving.abort();
  if (history.status === 'loading') {
    core.dispatch({ type: 'history-change', history: { ...history, status: 'idle' } });
  }
}

function factsOf(
  core: SessionCore,
  { state, drafts, outbox }: Conversation<UserAct>,
  lastError: ChatError | undefined,
): SessionFacts {
  return {
    session: state.session,
    handoff: state.handoff,
    now: core.now(),
    streaming: drafts.length > 0,
    turnOpen: outbox.open.length > 0,
    lastError,
    context: core.context,
  };
}

/** Credentials as their sources give them, and those words of them that nobody may be shown. */
function createKeyring({ clock }: Runtime) {
  const reader = createCredentialReader<{
    apiKey: string;
    url: string;
    headers: Readonly<Record<string, string>>;
  }>(clock);
  const secrets = new Set<string>();
  return {
    secrets,
    stop: reader.stop,
    async read(sources: Provider['credentials'], refresh?: boolean): Promise<Credentials> {
      const values = await reader.read(sources, refresh);
      secretsOf(values).forEach((secret) => secrets.add(secret));
      return values;
    },
  };
}

function createErrorMemory(now: () => number) {
  let last: { readonly error: ChatError; readonly at: number } | undefined;
  return {
    keep(error: ChatError | undefined): void {
      last = error && { error, at: now() };
    },
    recall: (): ChatError | undefined =>
      last && now() - last.at <= ERROR_MS ? last.error : undefined,
  };
}

function report(core: SessionCore, reason: string): void {
  const { name } = core.provider;
  core.tell('onProtocolEvent', { provider: name, reason });
  core.runtime.logger('warn', 'protocol-event', { provider: name });
}

function tell<Name extends keyof ChatHandlers>(
  { listeners, runtime }: SessionCore,
  name: Name,
  told: Parameters<NonNullable<ChatHandlers[Name]>>[0],
): void {
  for (const handlers of [...listeners]) {
    // What is told is what the handler of that name takes.
    attempt(
      () => (handlers()[name] as ((value: typeof told) => void) | undefined)?.(told),
      runtime.logger,
    );
  }
}
