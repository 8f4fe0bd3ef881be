import type {
  Connection,
  ConnectionFailure,
  ConnectionStatus,
  RawFrame,
  WireMessage,
  WriteOutcome,
} from './connection.ts';
import { exchangeFacts, runExchange } from './http-exchange.ts';
import { createNotifier } from './notifier.ts';
import type { TransportOptions } from './transport.ts';

/** The part of a transport's options that HTTP has a use for. */
export type HttpConnectionOptions = Pick<
  TransportOptions,
  'target' | 'classify' | 'runtime' | 'handlers' | 'refreshable' | 'pacer'
>;

interface Exchange {
  readonly id: string;
  readonly controller: AbortController;
  stage: 'asking' | 'sent' | 'answering';
  received: number;
}

const IDLE: ConnectionStatus = { status: 'idle' };
const READY: ConnectionStatus = { status: 'ready' };
const CLOSED: ConnectionStatus = { status: 'closed' };

/**
 * A connection whose writes are HTTP requests, each with a response of its own. Ready as soon as it is
 * asked to connect: nothing is dialed before there is something to say. A refusal that `classify` calls
 * `auth` (after fresh credentials were tried) or `stop` makes it `failed`; every other outcome is the
 * write's alone. Handlers run in order, one at a time, never inside a call to the connection. `close` ends
 * what runs as `aborted`; after that, and after `dispose` at once, nothing is told any more.
 */
export function createHttpConnection(options: HttpConnectionOptions): Connection {
  const { runtime, handlers, pacer } = options;
  // An exchange speaks while it is in here: leaving is its generation.
  const running = new Map<string, Exchange>();
  let status: ConnectionStatus = IDLE;
  let failures = 0;
  let isDisposed = false;

  const notifier = createNotifier(runtime.logger);

  function show(next: ConnectionStatus): void {
    if (next !== status && !isDisposed) {
      runtime.logger('debug', 'connection-state', { from: status.status, to: next.status });
      status = next;
      notifier.post(() => handlers.onStatus(next));
    }
  }

  function end(exchange: Exchange, outcome: WriteOutcome): void {
    running.delete(exchange.id);
    notifier.post(() => handlers.onWriteEnd(exchange.id, outcome));
  }

  function abort(exchange: Exchange, outcome: WriteOutcome): void {
    end(exchange, outcome);
    exchange.controller.abort();
  }

  function abortAll(outcome: (exchange: Exchange) => WriteOutcome): void {
    for (const exchange of [...running.values()]) {
      abort(exchange, outcome(exchange));
    }
  }

  function fail(reason: ConnectionFailure): void {
    abortAll(() => ({ status: 'aborted' }));
    show({ status: 'failed', reason });
  }

  function onOutcome(exchange: Exchange, outcome: WriteOutcome): void {
    if (running.get(exchange.id) !== exchange) {
      return;
    }
    failures = outcome.status === 'unknown' ? failures + 1 : 0;
    end(exchange, outcome);
    if (
      outcome.status === 'refused' &&
      (outcome.verdict === 'auth' || outcome.verdict === 'stop')
    ) {
      fail({ kind: outcome.verdict, facts: outcome.facts });
    }
    notifier.flush();
  }

  function onFrame(exchange: Exchange, frame: RawFrame): void {
    if (running.get(exchange.id) === exchange) {
      exchange.received += 1;
      notifier.post(() => handlers.onFrame(frame));
      notifier.flush();
    }
  }

  function onStart(exchange: Exchange): void {
    if (running.get(exchange.id) === exchange) {
      exchange.stage = 'answering';
      notifier.post(() => handlers.onAnswerStart(exchange.id));
      notifier.flush();
    }
  }

  /** Our own deadline is over: not that of a request which has not left. */
  function lateOutcome({ stage, received }: Exchange): WriteOutcome {
    if (stage === 'asking') {
      return { status: 'aborted' };
    }
    const facts = exchangeFacts({ observed: 'timeout', written: 1, received });
    return { status: stage === 'sent' ? 'unknown' : 'cut', facts };
  }

  function start(id: string, message: WireMessage, onLeave = () => true): void {
    const exchange: Exchange = {
      id,
      controller: new AbortController(),
      stage: 'asking',
      received: 0,
    };
    running.set(id, exchange);
    void runExchange(message, {
      ...options,
      signal: exchange.controller.signal,
      failures,
      onLeave() {
        exchange.stage = 'sent';
        return onLeave();
      },
      onStart: () => onStart(exchange),
      onFrame: (frame) => onFrame(exchange, frame),
    }).then((outcome) => onOutcome(exchange, outcome));
  }

  return {
    status: () => status,
    connect: () => show(READY),
    redial() {
      if (status !== CLOSED) {
        show(READY);
      }
    },
    close() {
      abortAll(() => ({ status: 'aborted' }));
      show(CLOSED);
    },
    dispose() {
      isDisposed = true;
      notifier.stop();
      abortAll(() => ({ status: 'aborted' }));
      status = CLOSED;
    },
    markReady() {
      // An HTTP connection is ready without anybody saying so.
    },
    fail(verdict, cause) {
      if (status === READY) {
        fail({ kind: verdict, cause });
      }
    },
    hush: () => false,
    suspect: () => abortAll(lateOutcome),
    waitMs: () => pacer?.waitMs() ?? 0,
    write(id, message, onLeave) {
      if (status !== READY || isDisposed || running.has(id) || (pacer?.waitMs() ?? 0) > 0) {
        return false;
      }
      pacer?.take();
      start(id, message, onLeave);
      return true;
    },
    abort(id) {
      const exchange = running.get(id);
      if (exchange !== undefined) {
        abort(exchange, { status: 'aborted' });
      }
    },
  };
}
