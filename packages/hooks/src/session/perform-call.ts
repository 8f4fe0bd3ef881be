import { type ChatError, type ChatErrorCode, createChatError } from '../chat/chat-error.ts';
import { readText } from '../connection/read-text.ts';
import { clearTextProblem } from '../providers/clear-text.ts';
import { errorForStatus } from '../providers/error-for-status.ts';
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
  /** Carries the request; rejects when nothing comes back. Default: by fetch. */
  readonly carry?: ((request: CallRequest) => Promise<CallAnswer>) | undefined;
  /** The code of whatever the server refuses. Default: what its answer means. */
  readonly code?: ChatErrorCode | undefined;
}

type CallCore = Pick<SessionCore, 'credentials' | 'facts'> & {
  readonly runtime: Pick<SessionCore['runtime'], 'fetch'>;
};

/** Makes one REST call of a provider. Rejects with what a credential function threw. */
export async function performCall<Request, Result extends object>(
  core: CallCore,
  call: Call<Request, Result>,
  request: Request,
  { signal, carry, code }: CallOptions = {},
): Promise<CallResult<Result>> {
  const credentials = await core.credentials();
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
    answer = await (carry?.(built) ?? carryByFetch(built, core.runtime, signal));
  } catch {
    return refuse(callFailure(signal?.aborted));
  }
  const { status, text } = answer;
  const isOk = status >= 200 && status < 300;
  const body = parseBody(redactText(text, isOk ? [] : secretsOf(built)));
  const result = call.read({ status, body }, core.facts(), request);
  if (isOk && !('error' in result)) {
    return { ok: true, result };
  }
  const error = 'error' in result ? result.error : errorForStatus(status);
  return refuse(code && code !== error.code ? { ...error, code, retryable: true } : error);
}

async function carryByFetch(
  { url, method, headers, body }: CallRequest,
  runtime: CallCore['runtime'],
  signal: AbortSignal | null = null,
): Promise<CallAnswer> {
  const response = await runtime.fetch(url, {
    method,
    headers: { ...headers },
    body: body ?? null,
    signal,
    // A redirect would carry the key to a host that nobody configured.
    redirect: 'error',
  });
  return { status: response.status, text: await readText(response, BODY_LIMIT) };
}

export function callFailure(isAborted = false): ChatError {
  return isAborted
    ? createChatError('aborted', 'This was cancelled.')
    : createChatError('unreachable', 'The server could not be reached.');
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
