import type { CloseFacts, CloseVerdict } from '../connection/connection.ts';

/** So many sockets in a row that a failing server (1011) ended before they were stable are enough. */
const SERVER_FAILURES = 8;
/** A server that says "try again later" (1013) and not when. */
const LATER_MS = 30_000;
/** Where a server asks to slow down and does not say how long. */
const SLOW_DOWN_MS = 5000;

const SLOW_DOWN: CloseVerdict = { retryAfterMs: SLOW_DOWN_MS };

const VERDICTS: Readonly<Record<number, CloseVerdict>> = {
  1008: 'auth',
  1009: 'poison',
  1013: { retryAfterMs: LATER_MS },
  4401: 'auth',
  4403: 'auth',
  4408: 'retry',
  4429: SLOW_DOWN,
};

/** So many closes in a row with this code say that the next one comes too. */
const TOO_MANY: Readonly<Record<number, number>> = {
  // Two that do not speak the same protocol: once may have been noise on the line.
  1002: 2,
  1003: 2,
  1007: 2,
  1010: 2,
  1011: SERVER_FAILURES,
};

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
  // 4400 to 4499 are made after the HTTP statuses: the client's mistake.
  const isOurs = code >= 4400 && code < 4500;
  return VERDICTS[code] ?? (isOurs || repeats >= (TOO_MANY[code] ?? Infinity) ? 'stop' : 'retry');
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
    return retryAfterMs === undefined ? (status === 429 ? SLOW_DOWN : 'retry') : { retryAfterMs };
  }
  return isHandshake ? 'retry' : status === 404 ? 'stop' : 'poison';
}
