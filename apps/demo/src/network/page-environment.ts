import type { Environment } from '@parley/hooks';

const NETWORK_EVENTS = ['online', 'offline'] as const;

/** What the browser tells of its network and of whether the page is seen. */
export function pageEnvironment(): Environment {
  const isVisible = (): boolean => document.visibilityState !== 'hidden';
  return {
    isOnline: () => navigator.onLine,
    isVisible,
    get requestPaint() {
      return isVisible() ? requestPaint : undefined;
    },
    subscribe(listener) {
      const controller = new AbortController();
      const { signal } = controller;
      for (const event of NETWORK_EVENTS) {
        addEventListener(event, () => listener(event), { signal });
      }
      document.addEventListener(
        'visibilitychange',
        () => listener(isVisible() ? 'visible' : 'hidden'),
        { signal },
      );
      return () => controller.abort();
    },
  };
}

function requestPaint(run: () => void): () => void {
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}
