import type { Clock } from '../core/platform.ts';
import type { SocketLimits } from './options.ts';

/** The gateway's watch over one socket. */
export interface LimitWatch {
  /** Notes a frame from the client; false when it was too long and the socket is being closed. */
  allow(data: string | Uint8Array): boolean;
  stop(): void;
}

const bytesIn = (data: string | Uint8Array): number =>
  typeof data === 'string' ? new TextEncoder().encode(data).length : data.length;

/** Closes a socket that is idle, too old, or sends too long a frame, as far as limits are given. */
export function watchLimits(
  clock: Clock,
  { idleMs, lifetimeMs, maxFrameBytes }: SocketLimits,
  close: (code: number, reason: string) => void,
): LimitWatch {
  const start = (ms: number | undefined, reason: string): unknown =>
    ms === undefined ? undefined : clock.setTimeout(() => close(1001, reason), ms);
  const lifetime = start(lifetimeMs, 'Connection duration exceeded');
  let idle = start(idleMs, 'Going away');
  const stop = (timer: unknown): void => {
    if (timer !== undefined) clock.clearTimeout(timer);
  };
  return {
    allow: (data) => {
      stop(idle);
      idle = start(idleMs, 'Going away');
      if (maxFrameBytes === undefined || bytesIn(data) <= maxFrameBytes) return true;
      close(1009, 'Message too long');
      return false;
    },
    stop: () => {
      stop(idle);
      stop(lifetime);
    },
  };
}
