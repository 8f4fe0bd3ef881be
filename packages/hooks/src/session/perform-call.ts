import { type ChatError, type ChatErrorCode, createChatError } from '../chat/chat-error.ts';
import { readText } from '../connection/read-text.ts';
import { clearTextProblem } from '../providers/clear-text.ts';
import { errorForStatus } from '../providers/error-for-status.ts';
import { IN_TIME_MS, inTime } from '../providers/in-time.ts';
import { isShallow } from '../providers/json-value.ts';
import type { Call, CallRequest } from '../providers/provider.ts';
import { redactText, secretsOf } from './redact-error.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { SessionCore } from './session-core.ts';

/** Bytes. A page of history is a small part of it. */
const BODY_LIMIT = 8_388_608;

export type CallResult<Result> = { readonly ok: true; readonly result: Result } | Refusal;

/** What came back, as it came. */
export interface CallAnswer {
  readonly status: number;
  readonly text: string;
}

export interface CallOptions {
  /** Ends it as `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Carries the request, and says when it got on; rejects when nothing comes back. Default: by fetch. */
  readonly carry?:
    | ((request: CallRequest, signal: AbortSignal, onProgress: () => void) => Promise<CallAnswer>)
    | undefined;
  /** How long nothing may come back, in milliseconds. Default 30,000. */
  readonly limitMs?: number | undefined;
  /** With fresh credentials: now, or once more where the known ones are refused. */
  readonly fresh?: 'now' | 'when-refused' | undefined;
  /** The code of whatever the server refuses. Default: what its answer means. */
  readonly code?: ChatErrorCode | undefined;
}

type CallCore = Pick<SessionCore, 'credentials' | 'facts' | 'leaving'> & {
  readonly provider: Pick<SessionCore['provider'], 'credentials'>;
  readonly runtime: Pick<SessionCore['runtime'], 'clock' | 'fetch'>;
};

/** Makes one REST call of a provider; it ends with what it belongs to. Rejects with what a credential function threw. */
export async function performCall<Request, Result extends object>(
  core: CallCore,
  call: Call<Request, Result>,
  request: Request,
  options: CallOptions = {},
): Promise<CallResult<Result>> {
  const { signal, carry = carryByFetch(core), limitMs = IN_TIME_MS, code, fresh } = options;
  const signals = [core.leaving.signal, signal];
  const credentials = await core.credentials(fresh === 'now');
  const built = call.build(request, core.facts(), credentials);
  if ('error' in built) {
    return refuse(built.error);
  }
  const problem = clearTextProblem(built.url);
  if (problem) {
    return refuse(problem);
  }
  let answer: CallAnswer;
  try {
    answer = await inTime(core.runtime.clock, limitMs, signals, (...rest) => carry(built, ...rest));
  } catch (thrown) {
    return refuse(failureOf(thrown));
  }
  const { status, text } = answer;
  if ((status === 401 || status === 403) && fresh === 'when-refused' && canAsk(core)) {
    return performCall(core, call, request, { ...options, fresh: 'now' });
  }
  const isOk = status >= 200 && status < 300;
  const body = parseBody(redactText(text, isOk ? [] : secretsOf(built)));
  const result = call.read({ status, body }, core.facts(), request);
  if (isOk && !('error' in result)) {
    return { ok: true, result };
  }
  const error = 'error' in result ? result.error : errorForStatus(status);
  return refuse(code && code !== error.code ? { ...error, code, retryable: true } : error);
}

/** Only a function can give other credentials when asked again. */
function canAsk({ provider }: CallCore): boolean {
  return Object.values(provider.credentials).some((source) => typeof source === 'function');
}

function carryByFetch({ runtime }: CallCore): NonNullable<CallOptions['carry']> {
  return async ({ url, method, headers, body }, signal) => {
    const response = await runtime.fetch(url, {
      method,
      headers: { ...headers },
      body: body ?? null,
      signal,
      // A redirect would carry the key to a host that nobody configured.
      redirect: 'error',
    });
    return { status: response.status, text: await readText(response, BODY_LIMIT) };
  };
}

export function callFailure(isAborted = false): ChatError {
  return isAborted
    ? createChatError('aborted', 'This was cancelled.')
    : createChatError('unreachable', 'The server could not be reached.');
}

/** What a request was ended by, in a person's words. */
function failureOf(thrown: unknown): ChatError {
  const name = thrown instanceof Error ? thrown.name : '';
  return name === 'TimeoutError'
    ? createChatError('timeout', 'The server did not answer in time.')
    : callFailure(name === 'AbortError');
}

/** Parsed JSON, else text, else undefined; a body that is too large or too deep is neither. */
function parseBody(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value) ? value : undefined;
  } catch {
    return text === '' ? undefined : text;
  }
}
