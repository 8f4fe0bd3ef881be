/** One thing that was said to a screen reader. */
export interface Announcement {
  readonly key: number;
  readonly text: string;
}

/** Says things through the one live region of a chat. */
export interface Announcer {
  readonly say: (text: string) => void;
  readonly get: () => readonly Announcement[];
  readonly clear: () => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const NOTHING: readonly Announcement[] = [];

/** More than this nobody listens to; a flood of messages must not become a flood of elements. */
const MOST_LINES = 3;

export function createAnnouncer(): Announcer {
  const listeners = new Set<() => void>();
  let current = NOTHING;
  let key = 0;

  const show = (next: readonly Announcement[]) => {
    current = next;
    for (const listener of listeners) {
      listener();
    }
  };

  return {
    say: (text) => {
      if (text) {
        key += 1;
        show([...current, { key, text }].slice(-MOST_LINES));
      }
    },
    get: () => current,
    clear: () => {
      if (current.length > 0) {
        show(NOTHING);
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
