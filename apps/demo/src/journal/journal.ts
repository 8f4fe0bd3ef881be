/** What an entry is about: where it comes from, and how it is marked. */
export type EntryKind = 'connection' | 'message' | 'error' | 'protocol' | 'break' | 'log';

export interface Entry {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: EntryKind;
  readonly text: string;
}

/** What has happened, the newest last, as a store that React can read. */
export interface Journal {
  entries(): readonly Entry[];
  add(kind: EntryKind, text: string): void;
  clear(): void;
  subscribe(listener: () => void): () => void;
}

/** Older ones are forgotten. */
const LONGEST = 200;

/** Adds an entry and keeps the newest `LONGEST`. */
function addEntry(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  return [...entries, entry].slice(-LONGEST);
}

export function createJournal(now: () => number = Date.now): Journal {
  const listeners = new Set<() => void>();
  let entries: readonly Entry[] = [];
  let lastId = 0;

  function show(next: readonly Entry[]): void {
    entries = next;
    for (const listener of [...listeners]) {
      listener();
    }
  }

  return {
    entries: () => entries,
    add(kind, text) {
      lastId += 1;
      show(addEntry(entries, { id: lastId, at: now(), kind, text }));
    },
    clear: () => show([]),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
