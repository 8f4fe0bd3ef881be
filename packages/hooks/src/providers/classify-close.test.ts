import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import type { CloseFacts, CloseVerdict } from '../connection/connection.ts';
import { classifyClose } from './classify-close.ts';
import { closeOf } from './testing/facts.ts';

const http = (status: number, retryAfterMs?: number): Partial<CloseFacts> => ({
  code: 0,
  http: { status, body: undefined, retryAfterMs },
});
const handshake = (status: number, retryAfterMs?: number): Partial<CloseFacts> => ({
  ...http(status, retryAfterMs),
  code: 1006,
  observed: 'before-open',
});

describe('a close that a platform says nothing about', () => {
  test.each<[what: string, change: Partial<CloseFacts>, verdict: CloseVerdict]>([
    ['1001, the server goes away', { code: 1001 }, 'retry'],
    ['1005, no code', { code: 1005 }, 'retry'],
    ['1006, a lost network', { code: 1006 }, 'retry'],
    ['1012, a restart', { code: 1012 }, 'retry'],
    ['1014, a bad gateway', { code: 1014 }, 'retry'],
    ['1015, a failed TLS handshake', { code: 1015 }, 'retry'],
    ['1002 once', { code: 1002 }, 'retry'],
    ['1002 twice', { code: 1002, repeats: 2 }, 'stop'],
    ['1003 twice', { code: 1003, repeats: 2 }, 'stop'],
    ['1007 twice', { code: 1007, repeats: 2 }, 'stop'],
    ['1010 twice', { code: 1010, repeats: 2 }, 'stop'],
    ['1008, a policy', { code: 1008 }, 'auth'],
    ['1009, a message too big', { code: 1009 }, 'poison'],
    ['1011 seven times', { code: 1011, repeats: 7 }, 'retry'],
    ['1011 eight times', { code: 1011, repeats: 8 }, 'stop'],
    ['1013, try later', { code: 1013 }, { retryAfterMs: 30_000 }],
    ['3000, a library’s own', { code: 3000 }, 'retry'],
    ['4000, an application’s own', { code: 4000 }, 'retry'],
    ['4399', { code: 4399 }, 'retry'],
    ['4400', { code: 4400 }, 'stop'],
    ['4401', { code: 4401 }, 'auth'],
    ['4403', { code: 4403 }, 'auth'],
    ['4408, a timeout', { code: 4408 }, 'retry'],
    ['4409, a conflict', { code: 4409 }, 'stop'],
    ['4429, too many', { code: 4429 }, { retryAfterMs: 5_000 }],
    ['4499', { code: 4499 }, 'stop'],
    ['4500', { code: 4500 }, 'retry'],
    ['a deadline of our own', { code: 0, origin: 'local', observed: 'timeout' }, 'retry'],
    ['a close of our own, whatever its code', { code: 1008, origin: 'local' }, 'retry'],
    ['HTTP 302', http(302), 'retry'],
    ['HTTP 400', http(400), 'poison'],
    ['HTTP 401', http(401), 'auth'],
    ['HTTP 403', http(403), 'auth'],
    ['HTTP 404', http(404), 'stop'],
    ['HTTP 408', http(408), 'retry'],
    ['HTTP 413', http(413), 'poison'],
    ['HTTP 429', http(429), { retryAfterMs: 5_000 }],
    ['HTTP 429 with a time', http(429, 7_000), { retryAfterMs: 7_000 }],
    ['HTTP 500', http(500), 'retry'],
    ['HTTP 503 with a time', http(503, 120_000), { retryAfterMs: 120_000 }],
    ['a handshake refused with 401', handshake(401), 'auth'],
    ['a handshake refused with 403', handshake(403), 'auth'],
    ['a handshake refused with 404', handshake(404), 'retry'],
    ['a handshake refused with 400', handshake(400), 'retry'],
    ['a handshake refused with 503 and a time', handshake(503, 9_000), { retryAfterMs: 9_000 }],
    ['a handshake that is redirected', handshake(302), 'retry'],
  ])('%s', (_what, change, verdict) => {
    expect(classifyClose(closeOf(change))).toEqual(verdict);
  });

  it('never dials for ever to a server that says the client is wrong, and always to one that says nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65_535 }),
        fc.integer({ min: 1, max: 99 }),
        (code, repeats) => {
          const verdict = classifyClose(closeOf({ code, repeats }));
          const isFinal = verdict === 'stop' || verdict === 'auth';
          const isOurs = [1002, 1003, 1007, 1008, 1010, 1011].includes(code);
          expect(isFinal && !isOurs && !(code >= 4400 && code < 4500)).toBe(false);
        },
      ),
    );
  });
});
