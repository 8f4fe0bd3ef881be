import type {
  CloseFacts,
  CloseVerdict,
  HttpTarget,
  RawFrame,
  SocketTarget,
  WireMessage,
  WriteOutcome,
} from './connection.ts';
import { joinPath } from './join-path.ts';
import { parseRetryAfter } from './retry-after.ts';
import { advisedDelayMs } from './retry-delay.ts';
import { readBody } from './stream/read-body.ts';
import { readErrorBody } from './stream/read-error-body.ts';
import type { TransportOptions } from './transport.ts';

export interface ExchangePorts extends Pick<
  TransportOptions,
  'target' | 'classify' | 'refreshable' | 'runtime'
> {
  readonly signal: AbortSignal;
  /** Exchanges in a row before this one that got no response. */
  readonly failures: number;
  /** The request would leave now: false keeps it, as `aborted`. */
  readonly onLeave: () => boolean;
  readonly onStart: () => void;
  readonly onFrame: (frame: RawFrame) => void;
}

/** The facts of an exchange that failed. */
export function exchangeFacts(facts: Partial<CloseFacts>): CloseFacts {
  return {
    code: 0,
    reason: '',
    origin: 'local',
    observed: 'before-open',
    failuresBeforeOpen: 0,
    written: 0,
    received: 0,
    repeats: 0,
    ...facts,
  };
}

function refuse({ classify, runtime }: ExchangePorts, facts: CloseFacts): WriteOutcome {
  let verdict: CloseVerdict = 'retry';
  try {
    verdict = classify(facts);
  } catch {
    // A classifier that throws has no opinion.
  }
  if (typeof verdict === 'object') {
    verdict = { retryAfterMs: advisedDelayMs(verdict.retryAfterMs, runtime.random()) };
  }
  return { status: 'refused', facts, verdict };
}

/** Nothing was sent: whoever waits for it may send it again. */
function unsent(cause: unknown): WriteOutcome {
  return { status: 'refused', facts: exchangeFacts({}), verdict: 'retry', cause };
}

async function readRefusal(response: Response, ports: ExchangePorts): Promise<WriteOutcome> {
  const nowMs = ports.runtime.clock.now();
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), nowMs);
  const body = await readErrorBody(response);
  const { status } = response;
  const http = { status, body, retryAfterMs };
  return refuse(ports, exchangeFacts({ origin: 'server', observed: 'ready', written: 1, http }));
}

async function readAnswer(response: Response, ports: ExchangePorts): Promise<WriteOutcome> {
  let received = 0;
  ports.onStart();
  const cut = (): WriteOutcome => ({
    status: 'cut',
    facts: exchangeFacts({ observed: 'ready', written: 1, received }),
  });
  try {
    const end = await readBody(response, (frame) => {
      received += 1;
      ports.onFrame(frame);
    });
    return end === 'whole' ? { status: 'answered' } : cut();
  } catch {
    return cut();
  }
}

/** One request and its response. Never rejects; whoever aborts the signal does not look at the result. */
export async function runExchange(
  message: WireMessage,
  ports: ExchangePorts,
  refresh = false,
): Promise<WriteOutcome> {
  const { runtime, signal, failures } = ports;
  let target: SocketTarget | HttpTarget;
  try {
    target = await ports.target({ refresh });
  } catch (cause) {
    return unsent(cause);
  }
  if (target.kind !== 'http') {
    return unsent(new Error('An HTTP connection was given a socket target.'));
  }
  if (signal.aborted || (!refresh && !ports.onLeave())) {
    return { status: 'aborted' };
  }
  let response: Response;
  try {
    response = await runtime.fetch(joinPath(target.url, message.path), {
      method: 'POST',
      headers: { ...target.headers, ...message.headers },
      body: message.body,
      signal,
      // A redirect would carry the key to a host that nobody configured.
      redirect: 'error',
    });
  } catch {
    // The error itself may quote the address, and says nothing that code could use.
    const facts = exchangeFacts({ failuresBeforeOpen: failures + 1, written: 1 });
    return { status: 'unknown', facts };
  }
  if (response.ok) {
    return readAnswer(response, ports);
  }
  if (response.status === 401 && !refresh && ports.refreshable()) {
    // Refused for its key, so it was not processed: the same request may go again, once.
    void response.body?.cancel().catch(() => {});
    return runExchange(message, ports, true);
  }
  return readRefusal(response, ports);
}
