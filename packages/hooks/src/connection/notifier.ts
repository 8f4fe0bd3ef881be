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

/** What is posted and not flushed runs in a microtask. `onThrow` hears of a handler that threw; the rest goes on. */
export function createNotifier(onThrow: (error: unknown) => void): Notifier {
  let queue: { readonly call: () => void; readonly topic: unknown }[] = [];
  let mode: 'resting' | 'scheduled' | 'running' | 'stopped' = 'resting';

  function run(): void {
    mode = 'running';
    // The queue may be replaced or emptied by what it calls: looked at anew each time.
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        item.call();
      } catch (error) {
        onThrow(error);
      }
    }
    if (mode === 'running') {
      mode = 'resting';
    }
  }

  return {
    post(call, topic) {
      if (mode === 'stopped') {
        return;
      }
      queue.push({ call, topic });
      if (mode === 'resting') {
        mode = 'scheduled';
        queueMicrotask(() => {
          if (mode === 'scheduled') {
            run();
          }
        });
      }
    },
    flush() {
      if (mode === 'scheduled') {
        run();
      }
    },
    forget(topic) {
      queue = queue.filter((item) => item.topic !== topic);
    },
    stop() {
      mode = 'stopped';
      queue = [];
    },
  };
}
