import type { Runtime } from '../connection/runtime.ts';
import { atNextPaint } from './at-next-paint.ts';

/** Frames within `RATE_MS` that are read as they come: more than anybody can see change. */
const RATE = 50;
const RATE_MS = 100;

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

/** `batch` is around everything that runs together. */
export function createTurnstile(
  runtime: Pick<Runtime, 'clock' | 'environment' | 'logger'>,
  batch: (run: () => void) => void,
): Turnstile {
  const { clock, environment, logger } = runtime;
  const held = createQueue(logger);
  let since = -Infinity;
  let count = 0;
  let isRunning = false;
  let cancel: (() => void) | undefined;

  function drain(untilMs: number): void {
    if (isRunning) {
      return;
    }
    cancel?.();
    cancel = undefined;
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
      cancel ??= atNextPaint(runtime, () => {
        const isSeen = environment.isVisible() && environment.requestPaint;
        drain(isSeen ? clock.now() + BUSY_MS : Infinity);
      });
    }
  }

  function isFast(isFrame: boolean): boolean {
    const now = clock.now();
    if (Math.abs(now - since) >= RATE_MS) {
      since = now;
      count = 0;
    }
    count += isFrame ? 1 : 0;
    return isFrame && count > RATE;
  }

  return {
    pass(run, weight) {
      if (!isFast(weight !== undefined) && held.isEmpty() && !isRunning) {
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
