import { attempt } from './attempt.ts';
import type { Logger } from './runtime.ts';

/** Calls an owner's handlers in order and one at a time, never from inside the owner's own calls. */
export interface Notifier {
  post(call: () => void): void;
  /** Runs what waits, now. For the ends of tasks that nobody called: socket events, timers. */
  flush(): void;
  /** Drops everything, for good. */
  stop(): void;
}

/** What is posted and not flushed runs in a microtask. A handler that throws is logged; the rest goes on. */
export function createNotifier(logger: Logger): Notifier {
  // None once it is stopped.
  let queue: (() => void)[] | undefined = [];
  let isRunning = false;

  function flush(): void {
    if (isRunning) {
      return;
    }
    isRunning = true;
    // The queue may be replaced or emptied by what it calls: looked at anew each time.
    for (let call = queue?.shift(); call; call = queue?.shift()) {
      attempt(call, logger);
    }
    isRunning = false;
  }

  return {
    post(call) {
      queue?.push(call);
      queueMicrotask(flush);
    },
    flush,
    stop() {
      queue = undefined;
    },
  };
}
