import { describe, expect, it } from 'vitest';

import { type ChatErrorCode, createChatError } from './chat-error.ts';

describe('createChatError', () => {
  it.each<[ChatErrorCode, boolean]>([
    ['unauthorized', false],
    ['not-found', false],
    ['rate-limited', true],
    ['unreachable', true],
    ['offline', true],
    ['timeout', true],
    ['protocol', false],
    ['rejected', false],
    ['server', true],
    ['too-large', false],
    ['expired', false],
    ['queue-full', true],
    ['invalid-message', false],
    ['upload-failed', true],
    ['unsupported', false],
    ['aborted', false],
  ])('knows whether the same can succeed again: %s', (code, retryable) => {
    expect(createChatError(code, 'words')).toEqual({ code, message: 'words', retryable });
  });

  it('takes the word of who knows better', () => {
    const details = { retryable: true, fix: 'wait', providerCode: '7' };
    expect(createChatError('expired', 'words', details)).toEqual({
      code: 'expired',
      message: 'words',
      ...details,
    });
  });
});
