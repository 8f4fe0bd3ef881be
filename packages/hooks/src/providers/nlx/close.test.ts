import { expect, test } from 'vitest';

import type { CloseFacts, CloseVerdict } from '../../connection/connection.ts';
import { closeOf } from '../testing/facts.ts';
import { classifyNlxClose, describeNlxClose } from './close.ts';

const status = (code: number, retryAfterMs?: number): Partial<CloseFacts> => ({
  code: 0,
  http: { status: code, body: undefined, retryAfterMs },
});

test.each<[string, Partial<CloseFacts>, CloseVerdict, string | undefined]>([
  [
    '1008 before the acknowledgement',
    { code: 1008, observed: 'before-ready', received: 0 },
    'auth',
    'unauthorized',
  ],
  [
    '1008 on a socket that was taken for ready',
    { code: 1008, observed: 'ready', received: 0 },
    'auth',
    'unauthorized',
  ],
  ['1008 later', { code: 1008 }, 'retry', 'rejected'],
  ['1008 later, again and again', { code: 1008, repeats: 3 }, 'stop', 'rejected'],
  ['1009 after a frame', { code: 1009 }, 'poison', 'too-large'],
  ['1009 before any', { code: 1009, written: 0 }, 'retry', 'too-large'],
  ['1007 before any', { code: 1007, written: 0 }, 'retry', undefined],
  ['1007 before any, again', { code: 1007, written: 0, repeats: 2 }, 'stop', undefined],
  ['1007 after a frame', { code: 1007 }, 'poison', undefined],
  ['1000', { code: 1000 }, 'retry', undefined],
  ['1001', { code: 1001 }, 'retry', undefined],
  ['1006', { code: 1006 }, 'retry', undefined],
  ['1011', { code: 1011 }, 'retry', undefined],
  ['1012', { code: 1012 }, 'retry', undefined],
  ['1011, the eighth in a row', { code: 1011, repeats: 8 }, 'stop', undefined],
  ['1013', { code: 1013 }, { retryAfterMs: 30_000 }, undefined],
  [
    'a handshake refused with 401, where that is told',
    { observed: 'before-open', received: 0, http: { status: 401, body: undefined } },
    'auth',
    'unauthorized',
  ],
  ['a code nobody documents', { code: 4711 }, 'retry', undefined],
  [
    'a refused handshake',
    { observed: 'before-open', failuresBeforeOpen: 2, received: 0 },
    'retry',
    undefined,
  ],
  [
    'a third refused handshake',
    { observed: 'before-open', failuresBeforeOpen: 3, received: 0 },
    'retry',
    'unreachable',
  ],
  ['400', status(400), 'poison', 'rejected'],
  ['401', status(401), 'auth', 'unauthorized'],
  ['403', status(403), 'auth', 'unauthorized'],
  ['404', status(404), 'stop', 'not-found'],
  ['413', status(413), 'poison', undefined],
  ['429 with a time', status(429, 7000), { retryAfterMs: 7000 }, undefined],
  ['429 without', status(429), { retryAfterMs: 5000 }, undefined],
  ['500', status(500), 'retry', 'server'],
  ['503 with a time', status(503, 2000), { retryAfterMs: 2000 }, 'server'],
])('%s', (_close, change, verdict, code) => {
  expect(classifyNlxClose(closeOf(change))).toEqual(verdict);
  const error = describeNlxClose(closeOf(change));
  expect(error?.code).toBe(code);
  if (error) {
    // What is dialed again by itself is not shown as final, nor the other way around.
    expect(error.retryable).toBe(verdict === 'retry' || typeof verdict === 'object');
  }
});

test('after three refused handshakes the error says what to check, while retrying goes on', () => {
  const close = closeOf({ observed: 'before-open', failuresBeforeOpen: 4, received: 0 });
  expect(describeNlxClose(close)).toMatchObject({
    message: expect.stringContaining('4 times'),
    fix: expect.stringMatching(/key, the host and the channel/u),
    retryable: true,
  });
});

test.each<[Partial<CloseFacts>, string, string | undefined]>([
  [
    status(401),
    'NLX did not accept the API key.',
    'Check the API key, and that it belongs to this deployment and channel.',
  ],
  [status(400), 'NLX could not read this message.', undefined],
  [
    status(404),
    'NLX has no application at this address.',
    'Check the deployment key, the channel key and the language.',
  ],
  [status(500), 'NLX failed to answer.', undefined],
  [{ code: 1008 }, 'NLX ended the connection for breaking its rules.', undefined],
  [{ code: 1009 }, 'This is more than NLX takes at once.', 'Shorten the message or the context.'],
])('%j is told in these words: %s', (change, message, fix) => {
  const error = describeNlxClose(closeOf(change));
  expect([error?.message, error?.fix]).toEqual([message, fix]);
});

test.each<[string, Partial<CloseFacts>]>([
  ['another code before anything was heard', { code: 1006, received: 0 }],
  [
    'a policy close of a socket that never opened',
    { code: 1008, observed: 'before-open', received: 0 },
  ],
])('%s is no refusal of the key', (_what, change) => {
  expect(classifyNlxClose(closeOf(change))).toBe('retry');
});

test('an error carries the platform’s number and none of its words', () => {
  const http = { status: 401, body: { message: 'bad key SECRET' } };
  const error = describeNlxClose(closeOf({ code: 0, reason: 'SECRET', http }));
  expect(error?.providerCode).toBe('401');
  expect(JSON.stringify(error)).not.toContain('SECRET');
});
