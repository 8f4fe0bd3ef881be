import type { Environment, Runtime } from '../connection/runtime.ts';
import { atNextPaint } from './at-next-paint.ts';
import { attempt } from '../connection/attempt.ts';

/** Frames between two paints that are read as they come. */
const PER_PAINT = 5;
/** The same where nothing paints, within so many milliseconds. */
const UNPAINTED = 50;
const UNPAINTED_MS = 100;

/** How much of the time between two paints reading may take, in milliseconds: less where drawing what was read takes long. */
const BUSY_MS = 8;
/** A page that takes longer from one paint to the next, in milliseconds, is given less to draw. */
const SMOOTH_MS = 32;

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

/** What waits, in order. */
function createQueue() {
  let items: { readonly run: () => unknown; readonly weight: number }[] = [];
  let done = 0;
  let weight = 0;
  return {
    isEmpty: (): boolean => items.length === done,
    isFull: (): boolean => weight > HELD_LIMIT,
    add(run: () => unknown, length: number): void {
      items.push({ run, weight: length + ITEM_WEIGHT });
      weight += length + ITEM_WEIGHT;
    },
    take(): (() => unknown) | undefined {
      const item = items[done];
      done += 1;
      // What is done is let go of now and then, not each time.
      if (done * 2 > items.length) {
        items = items.slice(done);
        done = 0;
      }
      weight -= item?.weight ?? 0;
      return item?.run;
    },
  };
}

/** `batch` is around everything that runs together; what it tells `later` is told at the next paint. */
export function createTurnstile(
  runtime: Pick<Runtime, 'clock' | 'environment' | 'logger'>,
  batch: (run: () => void, later?: boolean) => void,
): Turnstile {
  const held = createQueue();
  const meter = createMeter(runtime);
  let isRunning = false;
  let busyMs = BUSY_MS;
  let cancel: (() => void) | undefined;

  function runWhile(goesOn: () => boolean, later?: boolean): void {
    batch(() => {
      isRunning = true;
      while (!held.isEmpty() && goesOn()) {
        attempt(() => held.take()?.(), runtime.logger);
      }
      isRunning = false;
    }, later);
  }

  function drain(untilMs: number): void {
    if (isRunning) {
      return;
    }
    cancel?.();
    cancel = undefined;
    meter.reset();
    runWhile(() => runtime.clock.now() <= untilMs);
    schedule();
  }

  /** Reads for as long as it may at a paint; everything where nothing paints. */
  const read = (): void => drain(paints(runtime) ? runtime.clock.now() + busyMs : Infinity);

  function schedule(): void {
    if (cancel || held.isEmpty()) {
      return;
    }
    const since = runtime.clock.now();
    cancel = atNextPaint(runtime, () => {
      const smooth = SMOOTH_MS / Math.max(1, runtime.clock.now() - since);
      busyMs = Math.min(BUSY_MS, Math.max(1, busyMs * smooth));
      read();
    });
  }

  return {
    pass(run, length) {
      if (!(length !== undefined && meter.isFast()) && held.isEmpty() && !isRunning) {
        run();
        return;
      }
      held.add(run, length ?? 0);
      schedule();
      if (held.isFull() && !isRunning) {
        // Drawn at the next paint: to draw at each arrival would leave no time for one.
        runWhile(held.isFull, true);
      }
    },
    read() {
      read();
      return held.isEmpty();
    },
    flush: () => drain(Infinity),
  };
}
