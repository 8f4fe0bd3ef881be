import { readFileSync } from 'node:fs';

/** Why mutants live, and why that is right. */
export interface Reason {
  /** The line on which the change begins. */
  readonly code: string;
  /** What it became; whatever it becomes, when not given. */
  readonly becomes?: readonly string[];
  readonly why: string;
}

/** By file of the hooks' package. `pnpm mutation` prints what lives and is not here. */
export const REASONS: Readonly<Record<string, readonly Reason[]>> = JSON.parse(
  readFileSync(new URL('./reasons.json', import.meta.url), 'utf8'),
  // Written by hand in this form.
) as Readonly<Record<string, readonly Reason[]>>;
