import type { Environment, EnvironmentEvent } from '@parley/hooks/vanilla';

/** What the page is told to be, in Node. */
export interface ManualPage {
  readonly environment: Environment;
  set(page: { readonly online?: boolean; readonly visible?: boolean }): void;
  emit(event: EnvironmentEvent): void;
}

/** What befalls any page in an hour: another tab, no network for a moment, the way back to it. */
export function pageTrouble({ set, emit }: ManualPage): readonly (() => void)[] {
  return [
    () => {
      set({ visible: false });
      emit('hidden');
    },
    () => {
      set({ visible: true });
      emit('visible');
    },
    () => {
      set({ online: false });
      emit('offline');
      set({ online: true });
      emit('online');
    },
    () => {
      emit('leaving');
      emit('restored');
    },
  ];
}

/** A page that does what it is told: Node has none. */
export function createManualPage(): ManualPage {
  const listeners = new Set<(event: EnvironmentEvent) => void>();
  let isOnline = true;
  let isVisible = true;
  return {
    environment: {
      isOnline: () => isOnline,
      isVisible: () => isVisible,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    set({ online = isOnline, visible = isVisible }) {
      isOnline = online;
      isVisible = visible;
    },
    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
  };
}
