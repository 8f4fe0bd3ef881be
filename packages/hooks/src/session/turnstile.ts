import type { Environment, Runtime } from '../connection/runtime.ts';
import { atNextPaint } from './at-next-paint.ts';
import { attempt } from '../connection/attempt.ts';

/** Frames between two paints that are read as they come. */
const PER_PAINT = 5;
/** The same where nothing paints, within so many milliseconds. */
const UNPAINTED = 50;
const UNPAINTED_MS = 100;

/** How much of the time between two paints reading may take, in milliseconds. */
const BUSY_MS = 8;

/** What may wait, in UTF-16 code units and so many more for each item: beyond it, reading keeps up with what comes. */
const HELD_LIMIT = 33_554_432;
const ITEM_WEIGHT = 1000;

/** Lets what a connection tells pass as it comes, and no faster than a page can bear: then it waits for paints, in order. */
export interface Turnstile {
  /** Runs it now or in its turn. `length` is that of a frame; what has none counts for no rate. */
  pass(run: () => unknown, length?: number): void;
  /** Runs what waits for as long as a page can bear, but from inside what it runs: whether nothing waits any more. */
  read(): boolean;
  /** Runs everything that waits, but from inside what it runs. */
  flush(): void;
}

/** How to wait for the next paint; undefined where nothing paints. */
function paints({ environment }: Pick<Runtime, 'environment'>): Environment['requestPaint'] {
  return environment.isVisible() ? environment.requestPaint : undefined;
}

/** Until when may be read at a paint; for as long as it takes where nothing paints. */
function readUntil(runtime: Pick<Runtime, 'clock' | 'environment'>): number {
  return paints(runtime) ? runtime.clock.now() + BUSY_MS : Infinity;
}

/** Counts frames: whether they come faster than a page can be drawn. */
function createMeter(runtime: Pick<Runtime, 'clock' | 'environment'>) {
  let since = -Infinity;
  let count = 0;
  let unpaint: (() => void) | undefined;

  function reset(): void {
    unpaint?.();
    unpaint = undefined;
    count = 0;
  }

  return {
    reset,
    isFast(): boolean {
      const now = runtime.clock.now();
      unpaint ??= paints(runtime)?.(reset);
      if (!unpaint && Math.abs(now - since) >= UNPAINTED_MS) {
        since = now;
        count = 0;
      }
      count += 1;
      return count > (unpaint ? PER_PAINT : UNPAINTED);
    },
  };
}

/** `batch` is around everything that runs together. */
export function createTurnstile(
  runtime: Pick<Runtime, 'clock' | 'environment' | 'logger'>,
  batch: (run: () => void) => void,
): Turnstile {
  let held: { readonly run: () => unknown; readonly weight: number }[] = [];
  let done = 0;
  let heldWeight = 0;
  let isRunning = false;
  let cancel: (() => void) | undefined;
  const meter = createMeter(runtime);

  function runNext(): void {
    const item = held[done];
    done += 1;
    // What is done is let go of now and then, not each time.
    if (done * 2 > held.length) {
      held = held.slice(done);
      done = 0;
    }
    heldWeight -= item?.weight ?? 0;
    attempt(() => item?.run(), runtime.logger);
  }

  function drain(untilMs: number): void {
    if (isRunning) {
      return;
    }
    cancel?.();
    cancel = undefined;
    meter.reset();
    batch(() => {
      isRunning = true;
      while (held.length > done && runtime.clock.now() <= untilMs) {
        runNext();
      }
      isRunning = false;
    });
    schedule();
  }

  const read = (): void => drain(readUntil(runtime));

  function schedule(): void {
    cancel ??= held.length > done ? atNextPaint(runtime, read) : undefined;
  }

  return {
    pass(run, length) {
      if (!(length !== undefined && meter.isFast()) && held.length === done && !isRunning) {
        run();
        return;
      }
      const weight = (length ?? 0) + ITEM_WEIGHT;
      held.push({ run, weight });
      heldWeight += weight;
      while (heldWeight > HELD_LIMIT && !isRunning) {
        read();
      }
      schedule();
    },
    read() {
      read();
      return held.length === done;
    },
    flush: () => drain(Infinity),
  };
}
