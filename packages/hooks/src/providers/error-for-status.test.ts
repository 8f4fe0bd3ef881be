import { describe, expect, it } from 'vitest';

import type { ChatErrorCode } from '../chat/chat-error.ts';
import { errorForStatus } from './error-for-status.ts';

describe('errorForStatus', () => {
  it.each<[number, ChatErrorCode, boolean]>([
    [400, 'rejected', false],
    [401, 'unauthorized', false],
    [403, 'unauthorized', false],
    [404, 'not-found', false],
    [409, 'rejected', false],
    [410, 'expired', false],
    [413, 'too-large', false],
    [422, 'rejected', false],
    [429, 'rate-limited', true],
    [499, 'rejected', false],
    [500, 'server', true],
    [503, 'server', true],
    [302, 'rejected', false],
    [Number.NaN, 'rejected', false],
  ])('reads %i as %s', (status, code, retryable) => {
    const error = errorForStatus(status);
    expect(error).toMatchObject({ code, retryable, providerCode: String(status) });
    expect(error.message).toMatch(/\.$/u);
  });
});
