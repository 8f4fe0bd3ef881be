import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { ConnectionState } from '../chat/chat-state.ts';
import type {
  CloseFacts,
  CloseVerdict,
  Connection,
  ConnectionHandlers,
  ConnectionStatus,
  HttpTarget,
  RawFrame,
  SocketTarget,
  WriteOutcome,
} from '../connection/connection.ts';
import { createPacer, type Pacer } from '../connection/pacer.ts';
import { createCloseCounter } from './count-closes.ts';
import { createConnection } from './create-connection.ts';
import { describeStatus, describeTarget, isConnectionError, wordsOf } from './describe-failure.ts';
import { endWrite } from './end-write.ts';
import type { Inbox } from './inbox.ts';
import type { Pump } from './pump.ts';
import { judgeClose } from './judge-close.ts';
import type { SessionCore } from './session-core.ts';
import { toldError } from './told-error.ts';

/** The session's hold on its connection: made on the first dial, let go on release. */
export interface Link {
  connection(): Connection | undefined;
  /** The connection, made if there is none. */
  open(): Connection;
  release(): void;
  /** Shows what a call has done to the connection at once, before the connection tells of it. */
  sync(): void;
  /** HTTP: makes the session that the next exchange speaks in. A socket does so when it dials. */
  prepare(): void;
  /** Fewer messages at once, for a while. */
  slowDown(): void;
  /** What an error frame means for the connection. */
  hearError(event: Extract<ChatEvent, { type: 'error' }>): void;
}

export interface LinkOptions {
  readonly core: SessionCore;
  readonly inbox: Inbox;
  readonly pump: Pump;
  readonly target: (refresh: boolean) => Promise<SocketTarget | HttpTarget>;
  readonly ensureSession: () => Promise<void>;
  /** Ready again after something was lost. */
  readonly onRepair: () => void;
}

/** How long a session that could not be made is left alone, in milliseconds. */
const PREPARE_AGAIN_MS = 5000;

const ASSUMED = 'the socket is open and the server said nothing: taken for ready';

export function createLink(options: LinkOptions): Link {
  const { core, inbox, pump, target, ensureSession, onRepair } = options;
  const closes = createCloseCounter();
  const suspects = new Set<string>();
  let connection: Connection | undefined;
  let pacer: Pacer | undefined;
  let shown: ConnectionStatus | undefined;
  /** A call has shown what the connection is yet to tell of: what it tells until then is over. */
  let isAhead = false;
  let hasLost = false;
  /** The error of the chat that says why it failed. */
  let failure: ChatError | null = null;
  /** The socket did not die: its other end closed it, or we did. */
  let wasAlive = true;
  let understood = 0;
  let understoodBefore = 0;

  const slowDown = (): void => pacer?.slowDown();

  /** A conversation that could not be made or found, for a reason that asking again does not change. */
  function isHopeless(cause: unknown): boolean {
    const told = toldError(cause);
    if (told?.retryable !== false) {
      return false;
    }
    core.setLastError(told);
    connection?.fail('stop');
    return true;
  }

  function lose(state: ConnectionState): void {
    inbox.flush();
    hasLost ||= core.conversation().state.messages.length > 0;
    const error =
      'reason' in state
        ? state.reason
        : createChatError('unreachable', 'The connection was lost before an answer came.');
    core.timers.clear('follow-up');
    const isSocket = core.provider().transport.kind === 'socket';
    core.dispatch({ type: 'connection-lose', error, wasAlive: isSocket && wasAlive });
    pump.lose();
  }

  function onStatus(status: ConnectionStatus): void {
    if (status === shown) {
      return;
    }
    shown = status;
    if (status.status === 'reconnecting' && isHopeless(status.reason.cause)) {
      return;
    }
    const before = core.conversation().state.connection;
    const after = describeStatus(status, core);
    if (before.status === 'ready' && after.status !== 'ready') {
      lose(after);
    }
    if (after.status === 'failed') {
      core.dispatch({ type: 'error-set', error: after.reason });
      failure = core.conversation().state.error;
    }
    core.dispatch({ type: 'connection-change', connection: after });
    pump.watch();
    if (after.status === 'connecting') {
      core.setLastError(undefined);
    } else if (after.status === 'ready') {
      begin();
    } else if (after.status === 'idle' && core.conversation().outbox.queued.length > 0) {
      // The server ended it in good order: what waits dials again. One that does so every time is held back by the
      // connection.
      connection?.connect();
    }
  }

  function begin(): void {
    wasAlive = true;
    const { error } = core.conversation().state;
    if (error && (error === failure || isConnectionError(error))) {
      core.dispatch({ type: 'error-set', error: null });
    }
    prepare();
    pump.run();
    if (hasLost) {
      hasLost = false;
      onRepair();
    }
  }

  function prepare(): void {
    const epoch = core.epoch();
    if (core.provider().transport.kind === 'http' && core.needsSession()) {
      ensureSession().then(
        () => pump.run(),
        (cause: unknown) => epoch === core.epoch() && missSession(cause),
      );
    }
  }

  function missSession(cause: unknown): void {
    if (isHopeless(cause)) {
      return;
    }
    core.dispatch({ type: 'error-set', error: describeTarget(cause) });
    pump.hold(PREPARE_AGAIN_MS);
    pump.run();
  }

  function onClose(facts: CloseFacts, verdict: CloseVerdict): void {
    inbox.flush();
    const told = core.facts().lastError;
    const counted = closes.count(facts);
    closes.settle(facts, told !== undefined);
    logClose(core, facts);
    const described = told ?? wordsOf(core, counted);
    const isAbrupt = facts.origin === 'server' && facts.code !== 1000;
    if (described?.code === 'rate-limited' || (isAbrupt && pump.wroteBurst())) {
      slowDown();
    }
    const { outbox } = core.conversation();
    const refusal = judgeClose(suspects, outbox, facts, verdict, described);
    if (refusal) {
      core.dispatch({ type: 'act-fail', ...refusal });
    }
    wasAlive = facts.origin === 'server' ? facts.code !== 1006 : facts.observed !== 'timeout';
  }

  function onWriteEnd(id: string, outcome: WriteOutcome): void {
    inbox.flush();
    if (pump.endExchange(id)) {
      const isUnderstood = understood > understoodBefore;
      endWrite(core, { id, outcome, understood: isUnderstood, hold: pump.hold, slowDown });
    }
    pump.run();
  }

  function hearStatus(status: ConnectionStatus): void {
    isAhead &&= status !== connection?.status();
    if (!isAhead) {
      onStatus(status);
    }
  }

  function onFrame(frame: RawFrame): void {
    pump.hear();
    understood += inbox.receive(frame) ? 1 : 0;
    pump.run();
  }

  const handlers: ConnectionHandlers = {
    onStatus: (status) => inbox.follow(() => hearStatus(status)),
    onFrame: (frame) =>
      inbox.inTurn(() => onFrame(frame), frame.kind === 'text' ? frame.text.length : 0),
    onClose: (facts, verdict) => inbox.follow(() => onClose(facts, verdict)),
    onAnswerStart: (id) =>
      inbox.inTurn(() => {
        understoodBefore = understood;
        core.dispatch({ type: 'act-accept', id });
      }),
    onWriteEnd: (id, outcome) => inbox.inTurn(() => onWriteEnd(id, outcome)),
    onReadyAssumed: () => inbox.inTurn(() => core.report(ASSUMED)),
  };

  return {
    connection: () => connection,
    open() {
      if (!connection) {
        const pace = core.options().pace ?? core.provider().timing.pace ?? false;
        // Kept from an earlier connection: the pace is the destination's.
        pacer ??= pace ? createPacer(pace, core.runtime.clock) : undefined;
        const classify = (facts: CloseFacts): CloseVerdict =>
          core.provider().classify(closes.count(facts), core.facts());
        connection = createConnection(core, { target, classify, handlers, pacer });
      }
      return connection;
    },
    sync() {
      if (connection) {
        isAhead ||= connection.status() !== shown;
        onStatus(connection.status());
      }
    },
    release() {
      inbox.flush();
      core.stopAsking();
      connection?.dispose();
      connection = undefined;
      isAhead = false;
      // A disconnection on purpose outlasts this.
      const { status } = core.conversation().state.connection;
      onStatus({ status: status === 'closed' ? 'closed' : 'idle' });
      core.timers.clearAll();
    },
    prepare,
    slowDown,
    hearError({ error, scope, fatal }) {
      if (error.code === 'rate-limited') {
        slowDown();
      }
      const { closeAfterErrorMs } = core.provider().timing;
      if (scope === 'message' && closeAfterErrorMs !== undefined) {
        pump.hold(closeAfterErrorMs);
      }
      if (fatal) {
        connection?.fail(fatal);
      }
    },
  };
}

function logClose({ runtime, provider }: SessionCore, facts: CloseFacts): void {
  const { code, origin, observed } = facts;
  runtime.logger('info', 'connection-close', { provider: provider().name, code, origin, observed });
}
