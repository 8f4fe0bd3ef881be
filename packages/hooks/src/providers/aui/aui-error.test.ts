import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { closeOf, factsOf } from '../testing/facts.ts';
import { classifyAuiClose, describeAuiClose, errorOfFault, errorOfResponse } from './aui-error.ts';

const ofStatus = (status: number) =>
  errorOfFault({ status, message: undefined, description: undefined });

describe('classifyAuiClose', () => {
  it.each([
    ['1008 after a 401 frame', closeOf({ code: 1008 }), ofStatus(401), 'auth'],
    ['1008 after a 403 frame', closeOf({ code: 1008 }), ofStatus(403), 'auth'],
    [
      'bare 1008 before anything was written',
      closeOf({ code: 1008, written: 0 }),
      undefined,
      'auth',
    ],
    ['bare 1008 after a write', closeOf({ code: 1008, written: 1 }), undefined, 'poison'],
    [
      'a second bare 1008 on the fresh socket',
      closeOf({ code: 1008, repeats: 2 }),
      undefined,
      'auth',
    ],
    ['1008 after a 400 frame', closeOf({ code: 1008 }), ofStatus(400), 'retry'],
    ['1008 after a 422 frame', closeOf({ code: 1008 }), ofStatus(422), 'retry'],
    [
      'a second 1008 after a 422 frame',
      closeOf({ code: 1008, repeats: 2 }),
      ofStatus(422),
      'retry',
    ],
    ['1008 after a 413 frame', closeOf({ code: 1008 }), ofStatus(413), 'retry'],
    ['1008 after a 404 frame', closeOf({ code: 1008 }), ofStatus(404), 'stop'],
    ['1008 after a 500 frame', closeOf({ code: 1008 }), ofStatus(500), 'retry'],
    ['1009', closeOf({ code: 1009 }), undefined, 'poison'],
    ['1011', closeOf({ code: 1011 }), undefined, 'retry'],
    ['1011 after a 500 frame', closeOf({ code: 1011 }), ofStatus(500), 'retry'],
    ['1006', closeOf({ code: 1006 }), undefined, 'retry'],
    ['1001', closeOf({ code: 1001 }), undefined, 'retry'],
    ['1012', closeOf({ code: 1012 }), undefined, 'retry'],
    ['1013', closeOf({ code: 1013 }), undefined, { retryAfterMs: 30_000 }],
    ['an eighth 1011 in a row', closeOf({ code: 1011, repeats: 8 }), undefined, 'stop'],
    ['4001', closeOf({ code: 4001 }), undefined, 'auth'],
    ['4002', closeOf({ code: 4002 }), undefined, 'stop'],
    [
      'a code of its own, whatever frame came before',
      closeOf({ code: 4002 }),
      ofStatus(400),
      'stop',
    ],
    ['our own close', closeOf({ code: 1008, origin: 'local', written: 0 }), ofStatus(401), 'retry'],
  ] as const)('%s', (_name, close, lastError, verdict) => {
    expect(classifyAuiClose(close, factsOf({ lastError }))).toEqual(verdict);
  });

  it('pauses after 4003 and after a 429 frame, longer each time, up to a minute', () => {
    const pauses = [1, 2, 3, 4, 1000].map((repeats) =>
      classifyAuiClose(closeOf({ code: 4003, repeats }), factsOf()),
    );
    expect(pauses).toEqual(
      [10_000, 20_000, 40_000, 60_000, 60_000].map((retryAfterMs) => ({ retryAfterMs })),
    );
    expect(
      classifyAuiClose(closeOf({ code: 1008 }), factsOf({ lastError: ofStatus(429) })),
    ).toEqual({
      retryAfterMs: 10_000,
    });
  });

  it('is total over every code', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(),
        fc.nat(),
        fc.integer(),
        (code, written, repeats, status) => {
          const close = closeOf({ code, written, repeats });
          for (const verdict of [
            classifyAuiClose(close, factsOf()),
            classifyAuiClose(close, factsOf({ lastError: ofStatus(status) })),
          ]) {
            expect(typeof verdict === 'object' || /retry|auth|stop|poison/u.test(verdict)).toBe(
              true,
            );
          }
        },
      ),
    );
  });
});

describe('describeAuiClose', () => {
  it('repeats the error frame, so that frame and close are one error', () => {
    const error = ofStatus(401);
    expect(describeAuiClose(closeOf({ code: 1008 }), factsOf({ lastError: error }))).toBe(error);
  });

  it.each([
    [closeOf({ code: 1008, written: 0 }), 'unauthorized', 'The API key was not accepted.'],
    [closeOf({ code: 1008 }), 'rejected', 'This message was not accepted.'],
    [closeOf({ code: 1008, repeats: 2 }), 'unauthorized', 'The API key was not accepted.'],
    [closeOf({ code: 1009 }), 'too-large', 'This message is too long.'],
    [closeOf({ code: 1011 }), 'server', 'The server failed.'],
    [closeOf({ code: 4001 }), 'unauthorized', 'The API key was not accepted.'],
    [closeOf({ code: 4002 }), 'not-found', 'There is no such task.'],
    [closeOf({ code: 4003 }), 'rate-limited', 'Too many messages at once.'],
  ])('%j is %s: %s', (close, code, message) => {
    expect(describeAuiClose(close, factsOf())).toMatchObject({
      code,
      message,
      providerCode: String(close.code),
    });
  });

  it('says what to check after the third refused handshake, not before', () => {
    const refused = (failuresBeforeOpen: number) =>
      describeAuiClose(closeOf({ observed: 'before-open', failuresBeforeOpen }), factsOf());
    expect(refused(2)).toBeUndefined();
    expect(refused(3)).toMatchObject({
      code: 'unreachable',
      message: 'The server keeps refusing the connection.',
    });
    expect(refused(3)?.fix).toMatch(/API key.*task id/u);
  });

  it('leaves a dropped connection to the common words', () => {
    expect(describeAuiClose(closeOf(), factsOf())).toBeUndefined();
    expect(describeAuiClose(closeOf({ failuresBeforeOpen: 9 }), factsOf())).toBeUndefined();
    expect(describeAuiClose(closeOf({ origin: 'local', code: 4001 }), factsOf())).toBeUndefined();
  });
});

describe('errorOfResponse', () => {
  it.each([
    [401, { detail: 'Not authenticated' }, 'unauthorized', 'Not authenticated'],
    [403, {}, 'unauthorized', 'The API key was not accepted.'],
    [404, { detail: 'No such task' }, 'not-found', 'No such task'],
    [
      422,
      { detail: [{ loc: ['body', 'user_id'], msg: 'missing' }] },
      'rejected',
      'body.user_id: missing',
    ],
    [
      400,
      { status_code: 400, message: 'Moderated', description: 'Words' },
      'rejected',
      'Moderated',
    ],
    [400, {}, 'rejected', 'This message was not accepted.'],
    [408, '', 'timeout', 'The server failed.'],
    [429, '', 'rate-limited', 'Too many messages at once.'],
    [500, '<h1>x</h1>', 'server', 'The server failed.'],
    [200, 'no list', 'protocol', 'The server answered something that is no conversation.'],
  ])('%d with %j is %s', (status, body, code, message) => {
    expect(errorOfResponse({ status, body })).toMatchObject({
      code,
      message,
      providerCode: String(status),
    });
  });

  it('calls a fault without a status a failure of the server', () => {
    const fault = { status: undefined, message: undefined, description: 'Gone wrong' };
    expect(errorOfFault(fault)).toEqual({ code: 'server', message: 'Gone wrong', retryable: true });
  });

  it('tells the description beside a message, and not the same words twice', () => {
    const fault = { status: 400, message: 'Moderated', description: 'Be kind' };
    expect(errorOfFault(fault).fix).toBe('Be kind');
    expect(errorOfFault({ ...fault, description: 'Moderated' }).fix).toBeUndefined();
  });
});
