import type { Environment, EnvironmentEvent } from './runtime.ts';

// A worker has no document, and Node has a navigator that knows nothing of being online.
const here: { readonly document?: Document; readonly navigator?: Navigator } = globalThis;

function isVisible(): boolean {
  return here.document?.visibilityState !== 'hidden';
}

function requestPaint(run: () => void): () => void {
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}

/** Never `unload` or `beforeunload`: they keep a page out of the back/forward cache. */
const EVENTS: Readonly<Record<string, (event: Event) => EnvironmentEvent | false>> = {
  online: () => 'online',
  offline: () => 'offline',
  pagehide: () => 'leaving',
  // Every page is shown once; `persisted` says that it was put aside before.
  pageshow: (event) => 'persisted' in event && event.persisted === true && 'restored',
  visibilitychange: () => (isVisible() ? 'visible' : 'hidden'),
  resume: () => 'resumed',
};

function listen(document: Document, listener: (event: EnvironmentEvent) => void): () => void {
  const controller = new AbortController();
  for (const [type, read] of Object.entries(EVENTS)) {
    // Those of the document bubble to the window only if they say so, and `resume` does not everywhere.
    const target = type === 'resume' || type === 'visibilitychange' ? document : globalThis;
    const hear = (event: Event): void => {
      const told = read(event);
      if (told) {
        listener(told);
      }
    };
    target.addEventListener(type, hear, { signal: controller.signal });
  }
  return () => controller.abort();
}

/** The page, where there is one. Without a page: always online, always visible, and nothing paints. */
export function createEnvironment(): Environment {
  return {
    isOnline: () => here.navigator?.onLine !== false,
    isVisible,
    get requestPaint() {
      // A hidden page does not paint: a frame asked for would come when it is seen again.
      return here.document && isVisible() ? requestPaint : undefined;
    },
    subscribe: (listener) => (here.document ? listen(here.document, listener) : () => {}),
  };
}
