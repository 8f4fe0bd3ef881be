import type { ConnectionState } from '@parley/hooks';

import type { Labels } from '../labels/labels.ts';

/** What a person is told about a connection that is not there. */
export interface ConnectionNotice {
  readonly kind: 'connecting' | 'reconnecting' | 'offline' | 'needs-sign-in' | 'failed' | 'closed';
  readonly title: string;
  readonly detail?: string | undefined;
  /** Milliseconds since the epoch of the next try. */
  readonly retryAt?: number | undefined;
  /** The words on the button that tries at once. */
  readonly action?: string | undefined;
}

/** The state of a connection in plain words; undefined where there is nothing to say. */
export function connectionNotice(
  connection: ConnectionState,
  labels: Labels,
): ConnectionNotice | undefined {
  switch (connection.status) {
    case 'idle':
    case 'ready':
      return undefined;
    case 'connecting':
      return { kind: 'connecting', title: labels.connecting };
    case 'reconnecting':
      return connection.reason.code === 'offline'
        ? {
            kind: 'offline',
            title: labels.offline,
            detail: labels.offlineFix,
            action: labels.tryNow,
          }
        : {
            kind: 'reconnecting',
            title: labels.reconnecting,
            retryAt: connection.retryAt,
            action: labels.tryNow,
          };
    case 'failed': {
      const { code, message, fix } = connection.reason;
      const needsSignIn = code === 'unauthorized' || code === 'expired';
      return {
        kind: needsSignIn ? 'needs-sign-in' : 'failed',
        title: needsSignIn ? labels.needsSignIn : labels.failed,
        detail: [message, fix].filter(Boolean).join(' '),
        action: labels.tryAgain,
      };
    }
    case 'closed':
      return { kind: 'closed', title: labels.closed, action: labels.connect };
    default:
      return connection satisfies never;
  }
}

/** Whole seconds from now until then, never below 0. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}
