import type { Environment, EnvironmentEvent } from '../runtime.ts';

export interface ManualEnvironment extends Environment {
  set(page: { readonly online?: boolean; readonly visible?: boolean }): void;
  emit(event: EnvironmentEvent): void;
  listeners(): number;
}

/** A page that does what it is told. For tests. */
export function createManualEnvironment(): ManualEnvironment {
  const listeners = new Set<(event: EnvironmentEvent) => void>();
  let isOnline = true;
  let isVisible = true;

  return {
    isOnline: () => isOnline,
    isVisible: () => isVisible,
    set(page) {
      isOnline = page.online ?? isOnline;
      isVisible = page.visible ?? isVisible;
    },
    emit(event) {
      for (const listener of [...listeners]) {
        listener(event);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listeners: () => listeners.size,
  };
}
