/** One fault, played with one platform, as the table shows it. Travels in `task.meta.fault`. */
export interface FaultRow {
  /** `R7` */
  readonly fault: string;
  readonly title: string;
  readonly provider: string;
  readonly layer: 'L1' | 'L2' | 'L3';
  readonly client: string;
  /** Runs in which the fault struck. 0: a scenario that breaks nothing but for Parley. */
  readonly runs: number;
  /** Messages, over all runs. */
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
  /** Messages that ended in neither an answer nor a word; what was lost is among them. @default 0 */
  readonly stuck?: number | undefined;
  readonly verdict: 'holds' | 'fails';
  /** Figures or words: `found after 61 s`. For another client: what did not come to be. */
  readonly note?: string | undefined;
}

declare module 'vitest' {
  interface TaskMeta {
    fault?: FaultRow | undefined;
  }
}
