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

/**
 * By their names. Never `unload` or `beforeunload`: they keep a page out of the back/forward cache. And not
 * `resume`: a page that was frozen is hidden. Its socket tells its end, or it is looked at again.
 */
const EVENTS: Readonly<Record<string, EnvironmentEvent | undefined>> = {
  online: 'online',
  offline: 'offline',
  pagehide: 'leaving',
  pageshow: 'restored',
  visibilitychange: undefined,
};

function listen(listener: (event: EnvironmentEvent) => void): () => void {
  const controller = new AbortController();
  const hear = ({ type, persisted }: { type: string; persisted?: boolean }): void => {
    // Every page is shown once: only one that was put aside comes back.
    if (type !== 'pageshow' || persisted) {
      listener(EVENTS[type] ?? (isVisible() ? 'visible' : 'hidden'));
    }
  };
  for (const type of Object.keys(EVENTS)) {
    // While events are captured, the window sees those of the document as well.
    globalThis.addEventListener(type, hear, { signal: controller.signal, capture: true });
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
    subscribe: (listener) => (here.document ? listen(listener) : () => {}),
  };
}
