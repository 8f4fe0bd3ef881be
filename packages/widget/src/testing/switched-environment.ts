import type { Environment, EnvironmentEvent } from '@parley/hooks';

export interface SwitchedEnvironment extends Environment {
  readonly setOnline: (isOnline: boolean) => void;
}

/** A visible page whose network is as it is told. */
export function switchedEnvironment(): SwitchedEnvironment {
  const listeners = new Set<(event: EnvironmentEvent) => void>();
  let online = true;
  return {
    isOnline: () => online,
    isVisible: () => true,
    requestPaint: undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setOnline: (isOnline) => {
      online = isOnline;
      for (const listener of [...listeners]) {
        listener(isOnline ? 'online' : 'offline');
      }
    },
  };
}
