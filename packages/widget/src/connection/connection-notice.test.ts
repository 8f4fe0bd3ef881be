import type { ConnectionState } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import { describe, expect, it } from 'vitest';

import { ENGLISH } from '../labels/labels.ts';
import { connectionNotice, secondsUntil } from './connection-notice.ts';

const failed = (code: Parameters<typeof createChatError>[0]): ConnectionState => ({
  status: 'failed',
  reason: createChatError(code, 'What happened.', { fix: 'What to do.' }),
});
const waiting = (code: Parameters<typeof createChatError>[0], fix?: string): ConnectionState => ({
  status: 'reconnecting',
  attempt: 2,
  retryAt: 5000,
  reason: createChatError(code, 'What happened.', { fix }),
});

describe('connectionNotice', () => {
  it.each<[ConnectionState, string | undefined, string | undefined]>([
    [{ status: 'idle' }, undefined, undefined],
    [{ status: 'ready' }, undefined, undefined],
    [{ status: 'connecting', attempt: 1 }, 'connecting', undefined],
    [waiting('unreachable'), 'reconnecting', 'Try now'],
    [waiting('offline'), 'offline', 'Try now'],
    [failed('unauthorized'), 'needs-sign-in', 'Try again'],
    [failed('expired'), 'needs-sign-in', 'Try again'],
    [failed('not-found'), 'failed', 'Try again'],
    [{ status: 'closed' }, 'closed', 'Connect'],
  ])('%j is %s, with %s', (connection, kind, action) => {
    const notice = connectionNotice(connection, ENGLISH);
    expect(notice?.kind).toBe(kind);
    expect(notice?.action).toBe(action);
  });

  it('says what happened and what to do where nothing will happen by itself', () => {
    expect(connectionNotice(failed('not-found'), ENGLISH)?.detail).toBe(
      'What happened. What to do.',
    );
  });

  it('says what to do while it tries again, where there is something', () => {
    const adviceIn = (fix?: string) =>
      connectionNotice(waiting('unreachable', fix), ENGLISH)?.detail;
    expect(adviceIn('What to do.')).toBe('What to do.');
    expect(adviceIn()).toBeUndefined();
  });
});

describe('connectionNotice during a try', () => {
  const trying: ConnectionState = { status: 'connecting', attempt: 3 };

  it.each<[ConnectionState, string, number | undefined]>([
    [{ status: 'idle' }, 'connecting', undefined],
    [{ status: 'ready' }, 'connecting', undefined],
    [trying, 'connecting', undefined],
    [waiting('unreachable'), 'reconnecting', 0],
    [waiting('offline'), 'offline', undefined],
    [failed('unauthorized'), 'needs-sign-in', undefined],
    [failed('protocol'), 'failed', undefined],
    [{ status: 'closed' }, 'closed', undefined],
  ])('after %j is %s', (settled, kind, retryAt) => {
    expect(connectionNotice(trying, ENGLISH, settled)).toEqual({
      ...connectionNotice(settled, ENGLISH),
      kind,
      retryAt,
      isTrying: true,
    });
  });
});

describe('secondsUntil', () => {
  it.each([
    [5000, 0, 5],
    [5000, 4001, 1],
    [5000, 5000, 0],
    [5000, 9000, 0],
  ])('%i seen at %i is %i', (at, now, seconds) => {
    expect(secondsUntil(at, now)).toBe(seconds);
  });
});
