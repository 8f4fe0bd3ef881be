import type { Environment, EnvironmentEvent } from './runtime.ts';

function isVisible(): boolean {
  return typeof document === 'undefined' || document.visibilityState !== 'hidden';
}

function requestPaint(run: () => void): () => void {
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}

function listen(listener: (event: EnvironmentEvent) => void): () => void {
  const controller = new AbortController();
  const options = { signal: controller.signal };
  addEventListener('online', () => listener('online'), options);
  addEventListener('offline', () => listener('offline'), options);
  addEventListener(
    'pageshow',
    (event) => {
      if (event.persisted) {
        listener('restored');
      }
    },
    options,
  );
  document.addEventListener(
    'visibilitychange',
    () => listener(isVisible() ? 'visible' : 'hidden'),
    options,
  );
  return () => controller.abort();
}

/** The page, where there is one. Without a page: always online, always visible, and nothing paints. */
export function createEnvironment(): Environment {
  return {
    // Node has a `navigator` that knows nothing of being online.
    isOnline: () => typeof navigator === 'undefined' || navigator.onLine !== false,
    isVisible,
    get requestPaint() {
      // A hidden page does not paint: a frame asked for would come when it is seen again.
      const paints = typeof requestAnimationFrame === 'function' && isVisible();
      return paints && typeof document !== 'undefined' ? requestPaint : undefined;
    },
    subscribe: (listener) => (typeof document === 'undefined' ? () => {} : listen(listener)),
  };
}
