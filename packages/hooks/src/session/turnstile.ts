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
  pass(run: () => void, weight?: number): void;
  /** Runs everything that waits, but from inside what it runs. */
  flush(): void;
}

/** `batch` is around everything that runs together. */
export function createTurnstile(
  runtime: Pick<Runtime, 'clock' | 'environment' | 'logger'>,
  batch: (run: () => void) => void,
): Turnstile {
  const { clock, environment, logger } = runtime;
  let held: { readonly run: () => void; readonly weight: number }[] = [];
  let done = 0;
  let heldWeight = 0;
  let since = -Infinity;
  let count = 0;
  let isRunning = false;
  let cancel: (() => void) | undefined;

  function runNext(): void {
    const item = held[done];
    done += 1;
    // What is done is let go of now and then, not each time.
    if (done * 2 > held.length) {
      held = held.slice(done);
      done = 0;
    }
    heldWeight -= item?.weight ?? 0;
    try {
      item?.run();
    } catch {
      logger('error', 'handler-threw');
    }
  }

  function drain(untilMs: number): void {
    if (isRunning) {
      return;
    }
    cancel?.();
    cancel = undefined;
    batch(() => {
      isRunning = true;
      while (held.length > done && clock.now() <= untilMs) {
        runNext();
      }
      isRunning = false;
    });
    schedule();
  }

  function schedule(): void {
    if (held.length > done) {
      cancel ??= atNextPaint(runtime, () => {
        const isSeen = environment.isVisible() && environment.requestPaint;
        drain(isSeen ? clock.now() + BUSY_MS : Infinity);
      });
    }
  }

  return {
    pass(run, weight) {
      const now = clock.now();
      if (Math.abs(now - since) >= RATE_MS) {
        since = now;
        count = 0;
      }
      count += weight === undefined ? 0 : 1;
      if (count <= RATE && held.length === done && !isRunning) {
        run();
        return;
      }
      const item = { run, weight: (weight ?? 0) + ITEM_WEIGHT };
      held.push(item);
      heldWeight += item.weight;
      while (heldWeight > HELD_LIMIT && !isRunning) {
        runNext();
      }
      schedule();
    },
    flush: () => drain(Infinity),
  };
}
