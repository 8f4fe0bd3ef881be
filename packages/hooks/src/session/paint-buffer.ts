import type { ChatEvent } from '../chat/chat-event.ts';
import type { Runtime } from '../connection/runtime.ts';
import { atNextPaint } from './at-next-paint.ts';

export type GrowthEvent = Extract<ChatEvent, { type: 'answer-delta' | 'answer-snapshot' }>;

/** Holds what makes an answer grow until the next paint: however many tokens come, one change follows. */
export interface PaintBuffer {
  add(event: GrowthEvent): void;
  /** Hands everything over now: what comes next must find it in the store. */
  flush(): void;
  /** Forgets everything. */
  clear(): void;
}

export function createPaintBuffer(
  runtime: Pick<Runtime, 'clock' | 'environment'>,
  onFlush: (events: readonly GrowthEvent[]) => void,
): PaintBuffer {
  let pending: GrowthEvent[] = [];
  let cancel: (() => void) | undefined;

  function unschedule(): void {
    cancel?.();
    cancel = undefined;
  }

  function flush(): void {
    unschedule();
    if (pending.length > 0) {
      const events = mergeGrowth(pending);
      pending = [];
      onFlush(events);
    }
  }

  return {
    add(event) {
      pending.push(event);
      cancel ??= atNextPaint(runtime, flush);
    },
    flush,
    clear() {
      unschedule();
      pending = [];
    },
  };
}

/** Joins neighbouring deltas of one draft; of neighbouring snapshots of one draft only the last counts. */
export function mergeGrowth(events: readonly GrowthEvent[]): readonly GrowthEvent[] {
  const merged: GrowthEvent[] = [];
  let texts: string[] = [];
  events.forEach((event, position) => {
    const next = events[position + 1];
    const goesOn = next !== undefined && next.type === event.type && next.key === event.key;
    if (event.type === 'answer-snapshot') {
      texts = [];
    }
    texts.push(event.text);
    if (!goesOn) {
      merged.push({ ...event, text: texts.join('') });
      texts = [];
    }
  });
  return merged;
}
