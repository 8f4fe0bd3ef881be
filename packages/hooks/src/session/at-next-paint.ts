import type { Runtime } from '../connection/runtime.ts';

/** Where nothing paints (a hidden tab, a server), it happens this often. */
const UNPAINTED_MS = 250;

/** Runs at the next paint, and after 250 ms where none comes. Returns its undo. */
export function atNextPaint(
  { clock, environment }: Pick<Runtime, 'clock' | 'environment'>,
  run: () => void,
): () => void {
  const go = (): void => {
    undo();
    run();
  };
  const timer = clock.setTimeout(go, UNPAINTED_MS);
  const unpaint = environment.isVisible() ? environment.requestPaint?.(go) : undefined;
  const undo = (): void => {
    clock.clearTimeout(timer);
    unpaint?.();
  };
  return undo;
}
