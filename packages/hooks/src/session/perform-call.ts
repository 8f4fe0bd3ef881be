import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { Runtime } from '../connection/runtime.ts';
import { clearTextProblem } from '../providers/clear-text.ts';
import { isShallow } from '../providers/json-value.ts';
import type {
  Call,
  CallRequest,
  CallResponse,
  Credentials,
  SessionFacts,
} from '../providers/provider.ts';
import { errorForStatus } from '../providers/error-for-status.ts';
import { readText } from '../connection/read-text.ts';
import { redactText, secretsOf } from './redact-error.ts';

/** Bytes. A page of history is a small part of it. */
const BODY_LIMIT = 8_388_608;

export type CallResult<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly error: ChatError };

/** Makes one REST call of a provider. Never throws; `signal` ends it as `aborted`. */
export async function performCall<Request, Result extends object>(
  call: Call<Request, Result>,
  request: Request,
  facts: SessionFacts,
  credentials: Credentials,
  runtime: Pick<Runtime, 'fetch'>,
  signal?: AbortSignal,
): Promise<CallResult<Result>> {
  const built = buildCall(call, request, facts, credentials);
  if ('error' in built) {
    return { ok: false, error: built.error };
  }
  try {
    const response = await runtime.fetch(built.url, {
      method: built.method,
      // A redirect would carry the key to a host that nobody configured.
      redirect: 'error',
      ...(built.headers && { headers: built.headers }),
      ...(built.body !== undefined && { body: built.body }),
      ...(signal && { signal }),
    });
    const answer = {
      status: response.status,
      body: await readBody(response, response.ok ? [] : secretsOf(built)),
    };
    return readCall(call, answer, facts, request);
  } catch {
    return { ok: false, error: callFailure(signal?.aborted ?? false) };
  }
}

/** The request of a call, or why it is not made. */
export function buildCall<Request>(
  call: Pick<Call<Request, never>, 'build'>,
  request: Request,
  facts: SessionFacts,
  credentials: Credentials,
): CallRequest | { readonly error: ChatError } {
  const built = call.build(request, facts, credentials);
  const error = 'error' in built ? built.error : clearTextProblem(built.url);
  return error ? { error } : built;
}

/** Turns an answer into the call's result, or into what was wrong with it. */
export function readCall<Request, Result extends object>(
  call: Call<Request, Result>,
  response: CallResponse,
  facts: SessionFacts,
  request: Request,
): CallResult<Result> {
  const result = call.read(response, facts, request);
  if ('error' in result) {
    return { ok: false, error: result.error };
  }
  return response.status >= 200 && response.status < 300
    ? { ok: true, result }
    : { ok: false, error: errorForStatus(response.status) };
}

export function callFailure(isAborted: boolean): ChatError {
  return isAborted
    ? createChatError('aborted', 'This was cancelled.')
    : createChatError('unreachable', 'The server could not be reached.');
}

/** Parsed JSON, else text, else undefined; a body that is too large is neither. */
async function readBody(response: Response, secrets: readonly string[]): Promise<unknown> {
  const text = redactText(await readText(response, BODY_LIMIT), secrets);
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value) ? value : undefined;
  } catch {
    return text === '' ? undefined : text;
  }
}
