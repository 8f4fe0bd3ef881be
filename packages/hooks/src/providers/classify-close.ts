import type { CloseFacts, CloseVerdict } from '../connection/connection.ts';

/** So many sockets in a row that a failing server (1011) ended before they were stable are enough. */
const SERVER_FAILURES = 8;
/** A server that says "try again later" (1013) and not when. */
const LATER_MS = 30_000;
/** Where a server asks to slow down and does not say how long. */
const SLOW_DOWN_MS = 5000;

/**
 * What a close means where a platform's notes say nothing else: by the code, or by the status of an HTTP
 * answer. Unknown codes are tried again. Made for use inside `classify`, a provider's or your own.
 */
export function classifyClose({ code, origin, http, observed, repeats }: CloseFacts): CloseVerdict {
  if (http) {
    return classifyStatus(http.status, http.retryAfterMs, observed === 'before-open');
  }
  if (origin === 'local') {
    return 'retry';
  }
  switch (code) {
    case 1002:
    case 1003:
    case 1007:
    case 1010:
      // Two that do not speak the same protocol: once may have been noise on the line.
      return repeats > 1 ? 'stop' : 'retry';
    case 1008:
    case 4401:
    case 4403:
      return 'auth';
    case 1009:
      return 'poison';
    case 1011:
      return repeats < SERVER_FAILURES ? 'retry' : 'stop';
    case 1013:
      return { retryAfterMs: LATER_MS };
    case 4408:
      return 'retry';
    case 4429:
      return { retryAfterMs: SLOW_DOWN_MS };
    default:
      // Codes made after the HTTP statuses 400 to 499: the client's mistake.
      return code >= 4400 && code < 4500 ? 'stop' : 'retry';
  }
}

/** A refused handshake carried no message; what stands at its address may be on its way up. */
function classifyStatus(
  status: number,
  retryAfterMs: number | undefined,
  isHandshake: boolean,
): CloseVerdict {
  if (status === 401 || status === 403) {
    return 'auth';
  }
  if (status === 429 || status === 408 || status >= 500 || status < 400) {
    const afterMs = retryAfterMs ?? (status === 429 ? SLOW_DOWN_MS : undefined);
    return afterMs === undefined ? 'retry' : { retryAfterMs: afterMs };
  }
  return isHandshake ? 'retry' : status === 404 ? 'stop' : 'poison';
}
