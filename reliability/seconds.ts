/** A duration for people: `3.2 s`. Pure. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
