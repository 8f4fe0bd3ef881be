import type { Tab } from './tab.ts';

/** What a page holds, in bytes, once everything that nobody holds is gone. */
export async function heapBytes({ devTools }: Tab): Promise<number> {
  await devTools.send('HeapProfiler.collectGarbage');
  // The protocol's own answer.
  const { usedSize } = (await devTools.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize;
}

export const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);
