import { type ChatError, type ChatErrorCode, createChatError } from '../chat/chat-error.ts';
import type { ConnectionState } from '../chat/chat-state.ts';
import type {
  CloseFacts,
  CloseVerdict,
  ConnectionHandlers,
  ConnectionStatus,
} from '../connection/connection.ts';
import { createCloseCounter } from './count-closes.ts';
import { createConnection } from './create-connection.ts';
import { describeStatus, wordsOf } from './describe-failure.ts';
import { endWrite } from './end-write.ts';
import type { Inbox } from './inbox.ts';
import { judgeClose } from './judge-close.ts';
import { isHopeless, prepareExchange } from './prepare-exchange.ts';
import type { Pump } from './pump.ts';
import type { SessionCore } from './session-core.ts';

/** The session's hold on its connection: made on the first dial, let go on release. */
export interface Link {
  /** Has the connection do this (made if there is none), and shows at once what it is then. */
  call(what: 'connect' | 'redial' | 'close'): void;
  release(): void;
}

/** What a connection that is there again makes void. */
const VOID_WHEN_READY: readonly ChatErrorCode[] = ['unreachable', 'offline', 'unauthorized'];

const HAS_SOCKET: readonly string[] = ['connecting', 'ready'];

const ASSUMED = 'the socket is open and the server said nothing: taken for ready';

/** `onRepair`: ready again after something was lost. */
export function createLink(
  core: SessionCore,
  inbox: Inbox,
  pump: Pump,
  onRepair: () => void,
): Link {
  const closes = createCloseCounter();
  const suspects = new Set<string>();
  let shown: ConnectionStatus | undefined;
  let hasLost = false;
  /** The error of the chat that says why it failed. */
  let failure: ChatError | null = null;
  /** The socket did not die: its other end closed it, or we did. */
  let wasAlive = true;
  /** Of the answer that is or was read last something was. */
  let isUnderstood = false;

  function lose(state: ConnectionState): void {
    inbox.flush();
    hasLost ||= core.state.connection.status === 'ready' && core.state.messages.length > 0;
    const error =
      'reason' in state
        ? state.reason
        : createChatError('unreachable', 'The connection was lost before an answer came.');
    core.timers.clear('follow-up');
    core.dispatch({ type: 'connection-lose', error, wasAlive: !core.isHttp && wasAlive });
    pump.lose();
  }

  function show(status: ConnectionStatus): void {
    if (status === shown) {
      return;
    }
    shown = status;
    if (status.status === 'reconnecting' && isHopeless(core, status.reason.cause)) {
      return;
    }
    const after = describeStatus(status, core);
    // A platform may speak before it is ready: that is over with its socket as well.
    if (HAS_SOCKET.includes(core.state.connection.status) && after.status !== 'ready') {
      lose(after);
    }
    if (after.status === 'failed') {
      core.showError(after.reason);
      failure = core.state.error;
    }
    core.dispatch({ type: 'connection-change', connection: after });
    pump.watch();
    if (after.status === 'connecting') {
      core.setLastError(undefined);
    } else if (after.status === 'ready') {
      begin();
    } else if (after.status === 'idle' && core.outbox.queued.length > 0) {
      // The server ended it in good order: what waits dials again. One that does so every time is held back by the
      // connection.
      core.connection?.connect();
    }
  }

  function begin(): void {
    wasAlive = true;
    const { error } = core.state;
    if (error && (error === failure || VOID_WHEN_READY.includes(error.code))) {
      core.showError(null);
    }
    prepareExchange(core, pump);
    pump.run();
    if (hasLost) {
      hasLost = false;
      onRepair();
    }
  }

  function onClose(facts: CloseFacts, verdict: CloseVerdict): void {
    inbox.flush();
    const { code, origin, observed } = facts;
    const provider = core.provider.name;
    core.runtime.logger('info', 'connection-close', { provider, code, origin, observed });
    const told = core.facts().lastError;
    const described = told ?? wordsOf(core, closes.count(facts));
    closes.settle(facts, told !== undefined);
    const isAbrupt = origin === 'server' && code !== 1000;
    if (described?.code === 'rate-limited' || (isAbrupt && pump.wroteBurst())) {
      pump.slowDown();
    }
    const refusal = judgeClose(suspects, core.outbox, facts, verdict, described);
    if (refusal) {
      core.fail(refusal.id, refusal.error);
    }
    wasAlive = origin === 'server' ? code !== 1006 : observed !== 'timeout';
    probeKey(core, facts);
  }

  function sync(): void {
    if (core.connection) {
      show(core.connection.status());
    }
  }

  const handlers: ConnectionHandlers = {
    // What it tells may be over by now: a call has shown what came of it, or something else is read first.
    onStatus: () => inbox.follow(sync),
    onFrame: (frame) =>
      inbox.inTurn(
        () => {
          pump.hear();
          isUnderstood = inbox.receive(frame) || isUnderstood;
          pump.run();
        },
        frame.kind === 'text' ? frame.text.length : 0,
      ),
    onClose: (facts, verdict) => inbox.follow(() => onClose(facts, verdict)),
    onAnswerStart: (id) =>
      inbox.inTurn(() => {
        isUnderstood = false;
        core.dispatch({ type: 'act-accept', id });
      }),
    onWriteEnd: (id, outcome) =>
      inbox.inTurn(() => {
        inbox.flush();
        if (pump.endExchange(id)) {
          endWrite(core, pump, { id, outcome, understood: isUnderstood });
        }
        pump.run();
      }),
    onReadyAssumed: () => inbox.inTurn(() => core.report(ASSUMED)),
  };

  return {
    call(what) {
      core.connection ??= createConnection(core, {
        classify: (facts) => core.provider.classify(closes.count(facts), core.facts()),
        handlers,
        pacer: pump.pacer(),
      });
      core.connection[what]();
      sync();
    },
    release() {
      inbox.flush();
      core.stopAsking();
      core.connection?.dispose();
      core.connection = undefined;
      // A disconnection on purpose outlasts this.
      show({ status: core.state.connection.status === 'closed' ? 'closed' : 'idle' });
      core.timers.clearAll();
    },
  };
}

/**
 * A handshake was refused and nobody says why, for the third time in a row; or once more, with fresh credentials by
 * then. It may be about the key.
 */
function probeKey(core: SessionCore, { observed, failuresBeforeOpen: times }: CloseFacts): void {
  const { connection, provider, epoch } = core;
  const mayBeKey = observed === 'before-open' && (times === 3 || times === 4);
  if (connection && provider.calls?.history && mayBeKey) {
    import('./later.ts')
      .then((later) => later.probeKey(core, connection, epoch))
      // Neither what asks nor what is asked may be there without a network.
      .catch(() => {});
  }
}
