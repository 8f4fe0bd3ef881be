import { describe, expect, it } from 'vitest';

import { closeOf, factsOf } from '../testing/facts.ts';
import {
  classifyLexiconClose,
  describeLexiconClose,
  errorOfEvent,
  errorOfResponse,
  isRefusal,
} from './lexicon-error.ts';

describe('an error event', () => {
  it.each([
    ['AUTH_ERROR', 'unauthorized', 'The API key was not accepted.'],
    ['CHAT_NOT_FOUND', 'not-found', 'There is no such chat.'],
    ['RATE_LIMITED', 'rate-limited', 'Too many requests at once.'],
    ['TooMany', 'rate-limited', 'Too many requests at once.'],
    ['TOO_MANY', 'rate-limited', 'Too many requests at once.'],
    ['MODEL_FAILED', 'server', 'The chat reported an error.'],
  ])('without words has ours: %s is %s', (error_code, code, message) => {
    expect(errorOfEvent({ error_code })).toMatchObject({ code, message });
  });

  it('is a refusal where only another key or another chat could help', () => {
    const codes = ['AUTH_ERROR', 'CHAT_NOT_FOUND', 'RATE_LIMITED', 'MODEL_FAILED'];
    expect(codes.map((error_code) => isRefusal(errorOfEvent({ error_code })))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a refusal over REST', () => {
  it.each([
    [400, 'The server did not accept the request.'],
    [401, 'The API key was not accepted.'],
    [408, 'The server refused.'],
    [413, 'The server refused.'],
  ])('without words has ours: %d', (status, message) => {
    expect(errorOfResponse({ status, body: undefined })).toMatchObject({
      message,
      providerCode: String(status),
    });
  });

  it('keeps the platform’s code, which says more than the status', () => {
    const body = { error_code: 'CHAT_NOT_FOUND' };
    expect(errorOfResponse({ status: 404, body }).providerCode).toBe('CHAT_NOT_FOUND');
  });
});

describe('a close', () => {
  it('is read by its own code where the error before it refused nothing', () => {
    const failed = factsOf({ lastError: errorOfEvent({ error_code: 'MODEL_FAILED' }) });
    expect(classifyLexiconClose(closeOf({ code: 1009 }), failed)).toBe('poison');
    expect(classifyLexiconClose(closeOf({ code: 1008 }), failed)).toBe('retry');
  });

  it.each([
    ['refused for the third time', { observed: 'before-open', failuresBeforeOpen: 3 }, undefined],
    ['ended before it was ready', { observed: 'before-ready', code: 1005 }, '1005'],
    ['cut before it was ready', { observed: 'before-ready', code: 1006 }, '1006'],
    ['ended by us before it was ready', { observed: 'before-ready', code: 0 }, undefined],
    ['silent from the start', { observed: 'timeout', code: 0, received: 0 }, undefined],
  ] as const)('says what to check when %s', (_name, change, providerCode) => {
    const isRefused = change.observed === 'before-open';
    const error = describeLexiconClose(closeOf(change), factsOf());
    expect(error).toMatchObject({
      code: 'unreachable',
      message: isRefused
        ? 'The server keeps refusing the connection.'
        : 'The server did not confirm the chat.',
    });
    expect(error?.providerCode).toBe(providerCode);
  });

  it.each([
    ['that was ready, after refusals', { observed: 'ready', failuresBeforeOpen: 9 }],
    ['that was ready and silent', { observed: 'ready', received: 0 }],
    ['that was ended for a reason', { observed: 'before-ready', code: 1011 }],
    ['that spoke and fell silent', { observed: 'timeout', received: 1 }],
  ] as const)('leaves a connection %s to the common words', (_name, change) => {
    expect(describeLexiconClose(closeOf(change), factsOf())).toBeUndefined();
  });
});
