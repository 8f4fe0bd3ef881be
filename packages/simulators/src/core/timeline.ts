import type { Clock } from './platform.ts';

/** Something that happens this many milliseconds after the step before it. */
export interface TimedStep {
  readonly afterMs: number;
}

/** A running timeline. */
export interface Playback {
  /** Stops before the next step; `done` is not called. */
  cancel(): void;
}

/**
 * Performs steps in order on a clock, then calls `done`. Steps without a wait run at once, in the
 * same turn of the event loop, so a script with no latency is over when this function returns.
 */
export function playSteps<Step extends TimedStep>(
  clock: Clock,
  steps: readonly Step[],
  perform: (step: Step) => void,
  done: () => void,
): Playback {
  let cancelled = false;
  let timer: unknown;
  const run = (from: number): void => {
    for (let index = from; index < steps.length; index += 1) {
      const step = steps[index];
      if (cancelled || step === undefined) return;
      if (step.afterMs > 0) {
        timer = clock.setTimeout(() => {
          timer = undefined;
          if (cancelled) return;
          perform(step);
          run(index + 1);
        }, step.afterMs);
        return;
      }
      perform(step);
    }
    if (!cancelled) done();
  };
  run(0);
  return {
    cancel: () => {
      cancelled = true;
      if (timer !== undefined) clock.clearTimeout(timer);
    },
  };
}
