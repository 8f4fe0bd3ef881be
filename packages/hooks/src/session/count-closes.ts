import type { CloseFacts } from '../connection/connection.ts';

/** Corrects `repeats` of closes in a row: one that an error frame explained is not counted with the bare ones. */
export interface CloseCounter {
  /** The facts as a classifier should see them. */
  count(facts: CloseFacts): CloseFacts;
  /** After the close was classified. */
  settle(facts: CloseFacts, isExplained: boolean): void;
}

export function createCloseCounter(): CloseCounter {
  // Of the closes that the connection counts, so many came up to the last one that was explained.
  let explained = 0;
  const isSameRow = ({ repeats }: CloseFacts): boolean => repeats > explained;

  return {
    count: (facts) => (isSameRow(facts) ? { ...facts, repeats: facts.repeats - explained } : facts),
    settle(facts, isExplained) {
      if (isExplained) {
        explained = facts.repeats;
      } else if (!isSameRow(facts)) {
        explained = 0;
      }
    },
  };
}
