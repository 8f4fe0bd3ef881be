import { type ChatError, type ChatErrorCode, createChatError } from '../chat/chat-error.ts';
import { clearTextProblem } from './clear-text.ts';
import { IN_TIME_MS, inTime } from './in-time.ts';
import { isShallow, parseJson } from './json-value.ts';
import type { CallRequest, CallResponse } from './provider.ts';

/** Bytes. A list of five hundred conversations is a small part of it. */
const BODY_LIMIT = 8_388_608;

/** How a REST function reaches its server. */
export interface RestAccess {
  /** The origin (and prefix) before `/api/v1`. In a browser it is never guessed: name a relay of yours. */
  readonly restUrl?: string | undefined;
  /** Belongs on a server. Through a relay that adds it, leave it out. */
  readonly apiKey?: string | undefined;
  /** What else a relay wants, such as a session token. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Ends the request, as `aborted` or as its reason says. After 30 s it ends by itself, as `timeout`. */
  readonly signal?: AbortSignal | undefined;
}

export type RestOutcome =
  | { readonly ok: true; readonly response: CallResponse }
  | { readonly ok: false; readonly error: ChatError };

/** Makes one request. Every failure is a value; an answer other than 2xx is the caller's to judge. */
export async function exchangeRest(
  request: CallRequest,
  access: Pick<RestAccess, 'fetch' | 'signal'>,
): Promise<RestOutcome> {
  const send = access.fetch ?? globalThis.fetch;
  const error = secretsOf(request).length > 0 ? clearTextProblem(request.url) : undefined;
  if (error) {
    return { ok: false, error };
  }
  try {
    return await inTime(globalThis, IN_TIME_MS, [access.signal], async (signal) => {
      const response = await send(request.url, {
        method: request.method,
        // A redirect would carry the key to a host that nobody configured.
        redirect: 'error',
        headers: { ...request.headers },
        ...(request.body !== undefined && { body: request.body }),
        signal,
      });
      const text = await (response.body ? new Response(bound(response.body)) : response).text();
      const body = parseBody(response.ok ? text : withoutKeys(text, request));
      return { ok: true, response: { status: response.status, body } };
    });
  } catch (thrown) {
    return { ok: false, error: exchangeError(thrown) };
  }
}

/** What went along in headers: a key, or a session's token. */
function secretsOf({ headers = {} }: CallRequest): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    /^(accept|content-type)$/iu.test(name) ? [] : [value],
  );
}

/** A server may repeat a key in its complaint about it. */
function withoutKeys(text: string, request: CallRequest): string {
  return secretsOf(request).reduce(
    (clean, secret) => (secret.length < 8 ? clean : clean.replaceAll(secret, '•••')),
    text,
  );
}

/** A body ends after so many bytes: what is cut off is no JSON, and so no answer. */
function bound(body: ReadableStream<BufferSource>): ReadableStream<BufferSource> {
  let left = BODY_LIMIT;
  return body.pipeThrough(
    new TransformStream<BufferSource, BufferSource>({
      transform(bytes, controller) {
        left -= bytes.byteLength;
        if (left < 0) {
          controller.terminate();
        } else {
          controller.enqueue(bytes);
        }
      },
    }),
  );
}

/** Parsed JSON, else text, else undefined; JSON without an end is nothing. */
function parseBody(text: string): unknown {
  const value = parseJson(text);
  if (value === undefined) {
    return text || undefined;
  }
  return isShallow(value) ? value : undefined;
}

// What was thrown is not kept as the cause: an engine writes the whole address into it, query included.
function exchangeError(thrown: unknown): ChatError {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'AbortError') {
    return createChatError('aborted', 'The request was cancelled.');
  }
  if (name === 'TimeoutError') {
    return createChatError('timeout', 'The server did not answer in time.');
  }
  return createChatError('unreachable', 'The server could not be reached.', {
    fix: 'Check restUrl, that the server runs, and that it lets this page call it (CORS).',
  });
}

const CODES: Readonly<Record<number, ChatErrorCode>> = {
  400: 'rejected',
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'not-found',
  408: 'timeout',
  409: 'rejected',
  410: 'not-found',
  413: 'too-large',
  422: 'rejected',
  429: 'rate-limited',
};

/** What kind of refusal an HTTP status is. */
export function codeOfStatus(status: number): ChatErrorCode {
  return CODES[status] ?? (status >= 500 && status < 600 ? 'server' : 'protocol');
}

export function isSuccess(response: CallResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

/** The address of REST calls: the one given, else the vendor's, which a browser must not be led to. */
export function restBase(
  given: string | undefined,
  vendor: string,
): string | { readonly error: ChatError } {
  if (given !== undefined && given !== '') {
    return given;
  }
  if (!('document' in globalThis)) {
    return vendor;
  }
  return {
    error: createChatError('unsupported', 'In a browser there is no default restUrl.', {
      fix: 'Pass restUrl with the address of your own server or relay, which adds the API key.',
    }),
  };
}
