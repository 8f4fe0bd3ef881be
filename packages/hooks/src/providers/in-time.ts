import type { Clock } from '../connection/runtime.ts';

/** What a request beside the conversation may take, or making the conversation itself, in milliseconds. */
export const IN_TIME_MS = 30_000;

/**
 * Runs something that has so long, and until one of the signals says otherwise: then its own signal is aborted and
 * nobody waits for it any more, whether it heeds that or not. `again` gives it the whole time once more. Rejects with
 * what it threw, with the reason of the signal, or with a `TimeoutError`.
 */
export function inTime<Result>(
  clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>,
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
  run: (signal: AbortSignal, again: () => void) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const { signal } = controller;
  let timer: unknown;
  return new Promise<Result>((resolve, reject) => {
    function end(reason?: unknown): void {
      clock.clearTimeout(timer);
      // The first word counts: what is aborted may have something to say to that.
      reject(reason);
      controller.abort();
    }
    function again(): void {
      clock.clearTimeout(timer);
      if (!signal.aborted) {
        timer = clock.setTimeout(() => end(new DOMException('', 'TimeoutError')), ms);
      }
    }
    for (const other of signals) {
      other?.addEventListener('abort', () => end(other.reason), { signal });
      if (other?.aborted) {
        end(other.reason);
      }
    }
    again();
    if (!signal.aborted) {
      void run(signal, again).then(resolve, reject).then(end);
    }
  });
}
