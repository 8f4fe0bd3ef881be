import type { Clock } from '../connection/runtime.ts';

/** Named slots of one timer each: setting a slot again replaces what it held. */
export interface Timers<Slot extends string> {
  set(slot: Slot, ms: number, run: () => void): void;
  clear(slot: Slot): void;
  clearAll(): void;
}

export function createTimers<Slot extends string>(clock: Clock): Timers<Slot> {
  const handles = new Map<Slot, unknown>();

  function clear(slot: Slot): void {
    if (handles.has(slot)) {
      clock.clearTimeout(handles.get(slot));
      handles.delete(slot);
    }
  }

  return {
    set(slot, ms, run) {
      clear(slot);
      const handle = clock.setTimeout(() => {
        handles.delete(slot);
        run();
      }, ms);
      handles.set(slot, handle);
    },
    clear,
    clearAll() {
      [...handles.keys()].forEach(clear);
    },
  };
}
