/** What the composer offers to the other parts: a draft handed back for editing, and the focus. */
export interface ComposerHandle {
  /** Puts text before what is written already. */
  readonly insert: (text: string) => void;
  readonly focus: () => void;
}

export interface ComposerLink {
  readonly get: () => ComposerHandle | null;
  /** Returns its undo. */
  readonly set: (handle: ComposerHandle) => () => void;
}

/** Where a composer makes itself known. */
export function createComposerLink(): ComposerLink {
  let current: ComposerHandle | null = null;
  return {
    get: () => current,
    set: (handle) => {
      current = handle;
      return () => {
        current = current === handle ? null : current;
      };
    },
  };
}
