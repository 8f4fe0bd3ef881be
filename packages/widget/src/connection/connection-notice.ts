import type { ConnectionState } from '@parley/hooks';

import type { Labels } from '../labels/labels.ts';
import { errorWords } from '../text/error-words.ts';

/** What a person is told about a connection that is not there. */
export interface ConnectionNotice {
  readonly kind: 'connecting' | 'reconnecting' | 'offline' | 'needs-sign-in' | 'failed' | 'closed';
  readonly detail?: string | undefined;
  /** Milliseconds since the epoch of the next try. */
  readonly retryAt?: number | undefined;
  /** The words on the button that tries at once. */
  readonly action?: string | undefined;
  /** A try is being made at this moment. */
  readonly isTrying?: boolean | undefined;
}

/**
 * The state of a connection in plain words; undefined where there is nothing to say. A try that is made after
 * `settled`, the last state that was no try, says what that said: it may fail at once, and nobody could read it.
 */
export function connectionNotice(
  connection: ConnectionState,
  labels: Labels,
  settled: ConnectionState = connection,
): ConnectionNotice | undefined {
  switch (connection.status) {
    case 'idle':
    case 'ready':
      return undefined;
    case 'connecting': {
      const before = settled === connection ? undefined : connectionNotice(settled, labels);
      return before
        ? { ...before, retryAt: before.retryAt && 0, isTrying: true }
        : { kind: 'connecting', isTrying: true };
    }
    case 'reconnecting':
      return connection.reason.code === 'offline'
        ? { kind: 'offline', detail: labels.offlineFix, action: labels.tryNow }
        : {
            kind: 'reconnecting',
            // Advice alone: a message that counts the tries would be said aloud at each.
            detail: connection.reason.fix,
            retryAt: connection.retryAt,
            action: labels.tryNow,
          };
    case 'failed': {
      const { code } = connection.reason;
      return {
        kind: code === 'unauthorized' || code === 'expired' ? 'needs-sign-in' : 'failed',
        detail: errorWords(connection.reason),
        action: labels.tryAgain,
      };
    }
    case 'closed':
      return { kind: 'closed', action: labels.connect };
    default:
      return connection satisfies never;
  }
}

/** Whole seconds from now until then, never below 0. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}
