/** The time from each of these moments to the next. Pure. */
export function waitsBetween(moments: readonly number[]): readonly number[] {
  return moments.slice(1).map((at, index) => at - (moments[index] ?? 0));
}
