import type { NlxSaveAs } from './save-as.ts';

/** What a button carries beside its id: what the platform wants back with it. */
export type NlxChoiceData = {
  /** The node that asked. Goes back when an old question is answered anew. */
  readonly nodeId?: string | undefined;
  /** The flow that asked. */
  readonly intentId?: string | undefined;
  /** The platform's own note on the choice, for the application; never sent back. */
  readonly payload?: unknown;
  /** A card: where its id goes when it is picked. */
  readonly saveAs?: NlxSaveAs | undefined;
};
