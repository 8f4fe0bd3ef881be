import type { Logger } from './runtime.ts';

/** Calls an owner's handlers in order and one at a time, never from inside the owner's own calls. */
export interface Notifier {
  /** Adds a call. `topic` lets a later `forget` take it back. */
  post(call: () => void, topic?: unknown): void;
  /** Runs what waits, now. For the ends of tasks that nobody called: socket events, timers. */
  flush(): void;
  /** Drops the calls about this topic that have not run. */
  forget(topic: unknown): void;
  /** Drops everything, for good. */
  stop(): void;
}

interface Item {
  readonly call: () => void;
  readonly topic: unknown;
}

/** What is posted and not flushed runs in a microtask. A handler that throws is logged; the rest goes on. */
export function createNotifier(logger: Logger): Notifier {
  // None once it is stopped.
  let queue: Item[] | undefined = [];
  let isRunning = false;

  function flush(): void {
    if (isRunning) {
      return;
    }
    isRunning = true;
    // The queue may be replaced or emptied by what it calls: looked at anew each time.
    for (let item = queue?.shift(); item; item = queue?.shift()) {
      try {
        item.call();
      } catch (error) {
        const name = error instanceof Error ? error.name : typeof error;
        logger('error', 'handler-threw', { name });
      }
    }
    isRunning = false;
  }

  return {
    post(call, topic) {
      queue?.push({ call, topic });
      queueMicrotask(flush);
    },
    flush,
    forget(topic) {
      queue = queue?.filter((item) => item.topic !== topic);
    },
    stop() {
      queue = undefined;
    },
  };
}
