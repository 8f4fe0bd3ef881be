import { createEnvironment } from './environment.ts';
import type { Clock, Runtime, WebSocketConstructor } from './runtime.ts';

const CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout(handle) {
    // Only what `setTimeout` above gave comes back here.
    clearTimeout(handle as ReturnType<typeof setTimeout> | undefined);
  },
};

// The browser's class takes two arguments and ignores the third; Node before 22 has none.
const here: { readonly WebSocket?: WebSocketConstructor } = globalThis;

/** A version 4 UUID, made from bytes: `crypto.randomUUID` exists only on secure pages. */
function createId(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(30))];
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () =>
    ((bytes.pop() ?? 0) % 16).toString(16),
  );
}

/**
 * The outside world of this platform, or parts of another one. Nothing is looked up before it is used, so
 * importing and creating are safe on a server, and a page may replace `WebSocket` and `fetch` later.
 */
export function createRuntime(overrides: Partial<Runtime> = {}): Runtime {
  return {
    get WebSocket() {
      return overrides.WebSocket ?? here.WebSocket;
    },
    fetch: overrides.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock: overrides.clock ?? CLOCK,
    random: overrides.random ?? Math.random,
    createId: overrides.createId ?? createId,
    environment: overrides.environment ?? createEnvironment(),
    logger(...line) {
      try {
        overrides.logger?.(...line);
      } catch {
        // A log that cannot be written keeps nobody from talking.
      }
    },
  };
}
