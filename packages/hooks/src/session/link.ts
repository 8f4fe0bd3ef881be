import { createChatError } from '../chat/chat-error.ts';
import type { ConnectionState } from '../chat/chat-state.ts';
import type {
  Connection,
  ConnectionHandlers,
  ConnectionStatus,
  HttpTarget,
  SocketTarget,
  WriteOutcome,
} from '../connection/connection.ts';
import { createHttpConnection } from '../connection/http-connection.ts';
import { createPacer } from '../connection/pacer.ts';
import { createSocketConnection } from '../connection/socket-connection.ts';
import type { ProviderTiming } from '../providers/provider.ts';
import { describeExchange, describeFailure } from './describe-failure.ts';
import type { Inbox } from './inbox.ts';
import type { Pump } from './pump.ts';
import type { SessionCore } from './session-core.ts';

/** The session's hold on its connection: made on the first dial, let go on release. */
export interface Link {
  connection(): Connection | undefined;
  /** The connection, made if there is none. */
  open(): Connection;
  release(): void;
}

export interface LinkOptions {
  readonly core: SessionCore;
  readonly inbox: Inbox;
  readonly pump: Pump;
  readonly target: (refresh: boolean) => Promise<SocketTarget | HttpTarget>;
  /** Ready again after something was lost. */
  readonly onRepair: () => void;
}

export function createLink({ core, inbox, pump, target, onRepair }: LinkOptions): Link {
  let connection: Connection | undefined;
  let hasLost = false;

  function describe(status: ConnectionStatus): ConnectionState {
    if (status.status !== 'reconnecting' && status.status !== 'failed') {
      return status;
    }
    const isOnline = core.runtime.environment.isOnline();
    const reason = describeFailure(status.reason, core.provider(), core.facts(), isOnline);
    return status.status === 'failed'
      ? { status: 'failed', reason }
      : {
          status: 'reconnecting',
          attempt: status.attempt,
          retryAt: status.retryAtMs,
          reason,
        };
  }

  /** The server ended it in good order: what waits dials again (the connection holds back a server that does so every time). */
  function redialForQueue(): void {
    if (core.conversation().outbox.queued.length > 0) {
      connection?.connect();
    }
  }

  function lose(state: ConnectionState): void {
    inbox.flush();
    const { drafts, outbox } = core.conversation();
    hasLost ||= drafts.length > 0 || outbox.open.length > 0;
    const error =
      'reason' in state
        ? state.reason
        : createChatError('unreachable', 'The connection was lost before an answer came.');
    core.timers.clear('follow-up');
    core.dispatch({ type: 'connection-lose', error });
    pump.reset();
  }

  function onStatus(status: ConnectionStatus): void {
    const before = core.conversation().state.connection;
    const after = describe(status);
    if (before.status === 'ready' && after.status !== 'ready') {
      lose(after);
    }
    core.dispatch({ type: 'connection-change', connection: after });
    switch (after.status) {
      case 'connecting':
        core.setLastError(undefined);
        return;
      case 'failed':
        core.dispatch({ type: 'error-set', error: after.reason });
        return;
      case 'idle':
        redialForQueue();
        return;
      case 'ready':
        if (before.status === 'failed' || isConnectionError(core)) {
          core.dispatch({ type: 'error-set', error: null });
        }
        pump.run();
        if (hasLost) {
          hasLost = false;
          onRepair();
        }
        return;
      default:
    }
  }

  function onWriteEnd(id: string, outcome: WriteOutcome): void {
    inbox.flush();
    if (pump.endExchange(id)) {
      endWrite(core, pump, id, outcome);
    }
    pump.run();
  }

  const handlers: ConnectionHandlers = {
    onStatus,
    onFrame(frame) {
      inbox.receive(frame);
      pump.run();
    },
    onClose(facts, verdict) {
      inbox.flush();
      core.runtime.logger('info', 'connection-close', {
        provider: core.provider().name,
        code: facts.code,
        origin: facts.origin,
        observed: facts.observed,
      });
      const turn = core.conversation().outbox.open[0];
      if (verdict === 'poison' && turn) {
        const error =
          core.facts().lastError ??
          core.provider().describe?.(facts, core.facts()) ??
          createChatError('rejected', 'The server refused this message.', {
            providerCode: String(facts.code),
          });
        core.dispatch({ type: 'act-fail', id: turn.entry.id, error });
      }
    },
    onAnswerStart: (id) => core.dispatch({ type: 'act-accept', id }),
    onWriteEnd,
    onReadyAssumed() {
      const reason = 'the socket is open and the server said nothing: taken for ready';
      const provider = core.provider().name;
      core.tell((told) => told.onProtocolEvent?.({ provider, reason }));
    },
  };

  function create(): Connection {
    const { runtime } = core;
    const provider = core.provider();
    const timing = mergeTiming(provider.timing, core.options().deadlines);
    const common = {
      target: ({ refresh }: { readonly refresh: boolean }) => target(refresh),
      classify: (facts: Parameters<typeof provider.classify>[0]) =>
        core.provider().classify(facts, core.facts()),
      refreshable: () => isRefreshable(core),
      runtime,
      handlers,
    };
    const pace = core.options().pace ?? provider.timing.pace ?? false;
    const pacer = pace ? createPacer(pace, runtime.clock) : undefined;
    return provider.transport === 'http'
      ? createHttpConnection({ ...common, pacer })
      : createSocketConnection({
          ...common,
          timing,
          pacer,
          reconnect: core.options().reconnect ?? true,
          heartbeat: core.options().heartbeat,
          mayRedialOnWake: () => core.conversation().state.handoff !== 'agent',
        });
  }

  return {
    connection: () => connection,
    open() {
      connection ??= create();
      return connection;
    },
    release() {
      inbox.flush();
      connection?.dispose();
      connection = undefined;
      onStatus({ status: 'idle' });
      core.timers.clearAll();
    },
  };
}

/** What became of one exchange. A poll that failed has no turn: its error is said and the polling ends. */
function endWrite(core: SessionCore, pump: Pump, id: string, outcome: WriteOutcome): void {
  const turn = core.conversation().outbox.open.find((open) => open.entry.id === id);
  switch (outcome.status) {
    case 'answered':
      core.dispatch({ type: 'act-end', id });
      return;
    case 'cut':
      core.dispatch({ type: 'answer-stop', discards: false });
      core.dispatch({ type: 'act-end', id });
      core.dispatch({
        type: 'error-set',
        error: createChatError('unreachable', 'The answer broke off.'),
      });
      return;
    case 'unknown': {
      const error = describeExchange(outcome.facts, core.provider(), core.facts());
      core.dispatch({ type: 'act-doubt', id, error });
      return;
    }
    case 'aborted':
      if (turn?.acknowledged === false) {
        const error = createChatError('aborted', 'This was stopped before an answer came.');
        core.dispatch({ type: 'act-doubt', id, error });
        core.dispatch({ type: 'error-set', error: null });
      } else {
        core.dispatch({ type: 'act-end', id });
      }
      return;
    case 'refused': {
      const error = describeExchange(outcome.facts, core.provider(), core.facts());
      if (typeof outcome.verdict === 'object' && turn) {
        pump.hold(outcome.verdict.retryAfterMs);
        core.dispatch({ type: 'act-requeue', entry: turn.entry });
        core.dispatch({ type: 'error-set', error });
      } else {
        core.dispatch({ type: 'act-fail', id, error });
      }
      return;
    }
    default:
      outcome satisfies never;
  }
}

function isConnectionError(core: SessionCore): boolean {
  const code = core.conversation().state.error?.code;
  return code === 'unreachable' || code === 'offline' || code === 'unauthorized';
}

/** Only a function can give other credentials when asked again. */
function isRefreshable(core: SessionCore): boolean {
  return Object.values(core.provider().credentials).some((source) => typeof source === 'function');
}

function mergeTiming(
  timing: ProviderTiming,
  deadlines: {
    readonly connectMs?: number | undefined;
    readonly readyMs?: number | undefined;
  } = {},
): ProviderTiming {
  const { ready } = timing;
  return {
    ...timing,
    connectMs: deadlines.connectMs ?? timing.connectMs,
    ready:
      ready.on === 'event' && deadlines.readyMs !== undefined
        ? { ...ready, withinMs: deadlines.readyMs }
        : ready,
  };
}
