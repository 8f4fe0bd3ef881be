import type { Clock, Environment, Runtime } from '../connection/runtime.ts';
import { atNextPaint } from './at-next-paint.ts';

/** Frames between two paints that are read as they come. */
const PER_PAINT = 5;
/** The same where nothing paints, within so many milliseconds. */
const UNPAINTED = 50;
const UNPAINTED_MS = 100;

/** How much of the time between two paints reading may take, in milliseconds. */
const BUSY_MS = 8;

/** What may wait, in UTF-16 code units with a little for each item: beyond it, reading keeps up with what comes. */
const HELD_LIMIT = 33_554_432;
const ITEM_WEIGHT = 200;

/** Lets what a connection tells pass as it comes, and no faster than a page can bear: then it waits for paints, in order. */
export interface Turnstile {
  /** Runs it now or in its turn. `weight` is the length of a frame; what has none counts for no rate. */
  pass(run: () => unknown, weight?: number): void;
  /** Runs everything that waits, but from inside what it runs. */
  flush(): void;
}

/** What waits, and how much it weighs. */
function createQueue(logger: Runtime['logger']) {
  let items: { readonly run: () => unknown; readonly weight: number }[] = [];
  let done = 0;
  let weight = 0;
  return {
    isEmpty: () => items.length === done,
    weight: () => weight,
    push(run: () => unknown, itemWeight: number): void {
      items.push({ run, weight: itemWeight });
      weight += itemWeight;
    },
    runNext(): void {
      const item = items[done];
      done += 1;
      // What is done is let go of now and then, not each time.
      if (done * 2 > items.length) {
        items = items.slice(done);
        done = 0;
      }
      weight -= item?.weight ?? 0;
      try {
        item?.run();
      } catch {
        logger('error', 'handler-threw');
      }
    },
  };
}

/** Counts frames: whether they come faster than a page can be drawn. */
function createMeter(clock: Clock, paints: () => Environment['requestPaint']) {
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
      const now = clock.now();
      unpaint ??= paints()?.(reset);
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
  const { clock, environment, logger } = runtime;
  const held = createQueue(logger);
  let isRunning = false;
  let cancel: (() => void) | undefined;

  const paints = (): Environment['requestPaint'] =>
    environment.isVisible() ? environment.requestPaint : undefined;
  const meter = createMeter(clock, paints);

  function drain(untilMs: number): void {
    if (isRunning) {
      return;
    }
    cancel?.();
    cancel = undefined;
    meter.reset();
    batch(() => {
      isRunning = true;
      while (!held.isEmpty() && clock.now() <= untilMs) {
        held.runNext();
      }
      isRunning = false;
    });
    schedule();
  }

  function schedule(): void {
    if (!held.isEmpty()) {
      cancel ??= atNextPaint(runtime, () => drain(paints() ? clock.now() + BUSY_MS : Infinity));
    }
  }

  return {
    pass(run, weight) {
      const isFrame = weight !== undefined;
      if (!(isFrame && meter.isFast()) && held.isEmpty() && !isRunning) {
        run();
        return;
      }
      held.push(run, (weight ?? 0) + ITEM_WEIGHT);
      while (held.weight() > HELD_LIMIT && !isRunning) {
        held.runNext();
      }
      schedule();
    },
    flush: () => drain(Infinity),
  };
}
