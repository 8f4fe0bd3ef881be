/**
 * A page without a browser: `document`, `navigator` and the events of a window, so that the library's own
 * reading of them is what runs. Everything that is listened to is counted.
 */
export interface PageStub {
  /** Whether `navigator.onLine` says so. */
  setOnline(online: boolean): void;
  setHidden(hidden: boolean): void;
  /** Fires an event of the window or the document; the page cache's events are `persisted`. */
  fire(type: string): void;
  /** Listeners that were added and not taken off. */
  listeners(): number;
  /** Takes the page away again. */
  remove(): void;
}

const OF_DOCUMENT = new Set(['visibilitychange', 'freeze', 'resume']);
const OF_CACHE = new Set(['pagehide', 'pageshow']);

interface PageTimers {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** A screen of 60 frames a second. */
const FRAME_MS = 16;

class CountedTarget extends EventTarget {
  count = 0;

  override addEventListener(...input: Parameters<EventTarget['addEventListener']>): void {
    super.addEventListener(...input);
    this.count += 1;
  }

  /** An aborted signal comes here, too. */
  override removeEventListener(...input: Parameters<EventTarget['removeEventListener']>): void {
    super.removeEventListener(...input);
    this.count -= 1;
  }
}

/** Puts a page where Node has none. One at a time. */
export function installPage(timers: PageTimers): PageStub {
  const window = new CountedTarget();
  const page = new CountedTarget();
  const navigator = { onLine: true };
  const document = Object.assign(page, { visibilityState: 'visible' });
  const globals = {
    document,
    navigator,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    requestAnimationFrame: (run: () => void) => timers.setTimeout(run, FRAME_MS),
    cancelAnimationFrame: (handle: unknown) => timers.clearTimeout(handle),
  };
  const names = Object.keys(globals);
  const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }

  return {
    setOnline(online) {
      navigator.onLine = online;
    },
    setHidden(hidden) {
      document.visibilityState = hidden ? 'hidden' : 'visible';
    },
    fire(type) {
      const event = new Event(type);
      if (OF_CACHE.has(type)) {
        Object.defineProperty(event, 'persisted', { value: true });
      }
      // A window captures what happens to its document, bubbling or not.
      window.dispatchEvent(event);
      if (OF_DOCUMENT.has(type)) {
        document.dispatchEvent(event);
      }
    },
    listeners: () => window.count + page.count,
    remove() {
      names.forEach((name, index) => {
        const descriptor = before[index];
        if (descriptor) {
          Object.defineProperty(globalThis, name, descriptor);
        } else {
          Reflect.deleteProperty(globalThis, name);
        }
      });
    },
  };
}
