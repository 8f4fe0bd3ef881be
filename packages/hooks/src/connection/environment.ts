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

function listen(document: Document, listener: (event: EnvironmentEvent) => void): () => void {
  const controller = new AbortController();
  const hear = ({ type, persisted }: { type: string; persisted?: boolean }): void => {
    if (type === 'visibilitychange') {
      listener(isVisible() ? 'visible' : 'hidden');
    } else if (type !== 'pageshow') {
      listener(type === 'online' ? type : 'offline');
    } else if (persisted) {
      listener('restored');
    }
  };
  for (const type of ['online', 'offline', 'pageshow', 'visibilitychange']) {
    const target = type === 'visibilitychange' ? document : globalThis;
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
