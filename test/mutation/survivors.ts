/** Mutants that live, and why that is right. */
interface Reason {
  /** The line on which the change begins. */
  readonly code: string;
  /** What it became; whatever it becomes, when not given. */
  readonly becomes?: readonly string[];
  readonly why: string;
}

/** By file of the hooks' package. `pnpm mutation` prints what lives and is not here. */
export const SURVIVORS: Readonly<Record<string, readonly Reason[]>> = {};
