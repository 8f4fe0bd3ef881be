import { useSyncExternalStore } from 'react';

export type Route = 'widget' | 'custom';

/** The address of a page: a hash, so that a static site works from any folder. */
export const ROUTES: Readonly<Record<Route, string>> = { widget: '#/', custom: '#/custom-ui' };

function currentRoute(): Route {
  return location.hash === ROUTES.custom ? 'custom' : 'widget';
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The page that the address names. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
