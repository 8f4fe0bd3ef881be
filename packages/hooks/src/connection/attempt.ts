import type { Logger } from './runtime.ts';

/** Runs what is not ours: what it throws harms nobody. */
export function attempt(run: () => unknown, logger: Logger, word = 'handler-threw'): void {
  try {
    run();
  } catch {
    logger('error', word);
  }
}
