import type { ChatError } from '@parley/hooks';

/** What the composer offers to the other parts: a place for words that would be lost, and the focus. */
export interface ComposerHandle {
  /** Puts text before what is written already, for editing. */
  readonly insert: (text: string) => void;
  /** Offers to take back what was thrown away. */
  readonly keep: (text: string) => void;
  /** Says why something that was to be sent from elsewhere was not taken. */
  readonly refuse: (error: ChatError) => void;
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
