/** One measured ratio and what it may be. Ratios within a run mean the same on every machine; times do not. */
export interface Finding {
  readonly name: string;
  readonly ratio: number;
  /** Which side of `budget` is the good one. */
  readonly wants: 'at-least' | 'at-most';
  readonly budget: number;
  /** What the ratio was made of. */
  readonly details: string;
}

function isWithinBudget({ ratio, wants, budget }: Finding): boolean {
  return wants === 'at-least' ? ratio >= budget : ratio <= budget;
}

export function describeFinding(finding: Finding): string {
  const { name, ratio, wants, budget, details } = finding;
  const verdict = isWithinBudget(finding) ? 'ok  ' : 'MISS';
  const bound = wants === 'at-least' ? '≥' : '≤';
  return `${verdict} ${name.padEnd(44)} ${ratio.toFixed(2)} (${bound} ${budget})  ${details}`;
}
