import { createEnvironment } from './environment.ts';
import type { Clock, Runtime, WebSocketConstructor } from './runtime.ts';

const CLOCK: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout(handle) {
    // Only what `setTimeout` above gave comes back here.
    clearTimeout(handle as ReturnType<typeof setTimeout> | undefined);
  },
};

function globalWebSocket(): WebSocketConstructor | undefined {
  // The browser's class takes two arguments and ignores the third; Node before 22 has none.
  return (globalThis as { readonly WebSocket?: WebSocketConstructor | undefined }).WebSocket;
}

/** A version 4 UUID. `randomUUID` exists only on secure pages; a page on plain http has the bytes. */
function createId(): string {
  if (typeof crypto.randomUUID === 'function') {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * The outside world of this platform, or parts of another one. Nothing is looked up before it is used, so
 * importing and creating are safe on a server, and a page may replace `WebSocket` and `fetch` later.
 */
export function createRuntime(overrides: Partial<Runtime> = {}): Runtime {
  const environment = overrides.environment ?? createEnvironment();
  return {
    get WebSocket() {
      return overrides.WebSocket ?? globalWebSocket();
    },
    fetch: overrides.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock: overrides.clock ?? CLOCK,
    random: overrides.random ?? Math.random,
    createId: overrides.createId ?? createId,
    environment,
    logger: overrides.logger ?? (() => {}),
  };
}
